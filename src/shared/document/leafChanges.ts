import { equal } from './equal'

/** A value within two JSON values that is another in the second. */
export interface LeafChange {
  /** Keys from the outside in. */
  readonly path: readonly string[]
  /** `undefined` where there was, or is, none. */
  readonly from: unknown
  readonly to: unknown
}

/** What differs between two JSON values, leaf by leaf; a list is one leaf. */
export function leafChanges(from: unknown, to: unknown, path: readonly string[] = []): readonly LeafChange[] {
  if (isRecord(from) && isRecord(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    return keys.flatMap((key) => leafChanges(own(from, key), own(to, key), [...path, key]))
  }
  return equal(from, to) ? [] : [{ path, from, to }]
}

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (record: Json, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined)
