/** Whether two JSON values are the same. Shared parts are not looked into; key order does not matter, −0 is not 0. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && equal((a as Json)[key], (b as Json)[key]))
}

type Json = Readonly<Record<string, unknown>>
