import { en } from './en'

/** A sentence that differs by a number: one text for each of the language's plural forms. */
type Forms = { readonly one: string; readonly other: string }

/** Every path through a tree of strings to those that `Leaf` says, joined by dots. */
type Paths<T, Leaf> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : T[K] extends string | Forms ? never : `${K}.${Paths<T[K], Leaf>}`
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
type Values<N extends string> = [N] extends [never] ? [] : [values: Readonly<Record<N, string | number>>]
/** Values for a sentence with forms; the count stands for itself unless it is to be written otherwise. */
type FormValues<N extends string> = [Exclude<N, 'count'>] extends [never]
  ? [values?: { readonly count?: string | number }]
  : [values: Readonly<Record<Exclude<N, 'count'>, string | number>> & { readonly count?: string | number }]

export type StringKey = Paths<typeof en, string>
export type FormsKey = Paths<typeof en, Forms>

/** A sentence or word for the screen by its key, with values for what stands in braces. */
export function t<K extends StringKey>(key: K, ...[values]: Values<Names<At<typeof en, K>>>): string {
  return filled(entryAt(key) as string, values ?? {})
}

/** A sentence in the form that goes with a number: "1 block", "2 blocks". */
export function counted<K extends FormsKey>(
  key: K,
  count: number,
  ...[values]: FormValues<Names<At<typeof en, K>[keyof Forms & keyof At<typeof en, K>]>>
): string {
  const forms = entryAt(key) as Forms
  return filled(plural.select(count) === 'one' ? forms.one : forms.other, { count, ...values })
}
const plural = new Intl.PluralRules('en')

const filled = (text: string, values: Readonly<Record<string, string | number | undefined>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))

function entryAt(key: string): string | Forms {
  const known = found.get(key)
  if (known !== undefined) return known
  const entry = key.split('.').reduce<unknown>((tree, part) => (tree as Record<string, unknown>)[part], en)
  if (entry === undefined) throw new Error(`internal: no string "${key}"`)
  found.set(key, entry as string | Forms)
  return entry as string | Forms
}
/** Pictures say their words at every frame: a key is looked up once. */
const found = new Map<string, string | Forms>()
