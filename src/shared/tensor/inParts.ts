/** Work that yields wherever others may have their turn, and returns what it makes. */
export type InParts<T> = Generator<undefined, T>

/** All of it without a break. */
export function atOnce<T>(work: InParts<T>): T {
  let part = work.next()
  while (part.done !== true) part = work.next()
  return part.value
}

/** The same with a breath between two parts. */
export async function breathing<T>(work: InParts<T>, breathe: () => Promise<void>): Promise<T> {
  let part = work.next()
  while (part.done !== true) {
    await breathe()
    part = work.next()
  }
  return part.value
}
