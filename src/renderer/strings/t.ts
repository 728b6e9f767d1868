import { en } from './en'

/** Every path through a tree of strings, joined by dots. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`
}[keyof T & string]
type At<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? At<T[K], Rest>
    : never
  : P extends keyof T
    ? T[P]
    : never
/** The names in braces: "{count} found" needs a count. */
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Values<S> = [Names<S>] extends [never] ? [] : [values: Readonly<Record<Names<S>, string | number>>]

export type StringKey = Paths<typeof en>

/** A sentence or word for the screen by its key, with values for what stands in braces. */
export function t<K extends StringKey>(key: K, ...[values]: Values<At<typeof en, K>>): string {
  const text = textAt(key)
  const given: Readonly<Record<string, string | number>> = values ?? {}
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]))
}

function textAt(key: string): string {
  const found = key.split('.').reduce<unknown>((tree, part) => (tree as Record<string, unknown>)[part], en)
  if (typeof found !== 'string') throw new Error(`internal: no string "${key}"`)
  return found
}
