/**
 * Values as JSON and back, exactly: typed arrays are set aside as sections, and the numbers that JSON cannot write are
 * written as words. A placeholder is an object with one key that starts with `$`; keys of the value itself that start
 * with `$` are written with one `$` more, so nothing a user writes can be taken for a placeholder.
 */

export const sectionTypes = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const
export type SectionType = keyof typeof sectionTypes
export type SectionArray = InstanceType<(typeof sectionTypes)[SectionType]>

export interface Section {
  readonly type: SectionType
  readonly values: SectionArray
}

export interface Packed {
  /** What `JSON.stringify` keeps exactly. */
  readonly value: unknown
  readonly sections: readonly Section[]
}

const MAX_DEPTH = 128

const words: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 }

/** Sets typed arrays aside. Throws on what cannot travel: functions, symbols, bigints, instances of classes, cycles. */
export function pack(value: unknown): Packed {
  const sections: Section[] = []
  return { value: packValue(value, sections, 0), sections }
}

function packValue(value: unknown, sections: Section[], depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Error(`internal: a message nests deeper than ${MAX_DEPTH} levels, or holds itself`)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return packNumber(value)
  if (Array.isArray(value)) return value.map((item) => packValue(item ?? null, sections, depth + 1))
  if (ArrayBuffer.isView(value)) return { $section: sections.push(toSection(value)) - 1 }
  if (isPlain(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    return Object.fromEntries(entries.map(([key, item]) => [escape(key), packValue(item, sections, depth + 1)]))
  }
  throw new Error(`internal: a message holds a ${nameOf(value)}, which cannot travel`)
}

function packNumber(value: number): unknown {
  const exact = Number.isFinite(value) && !Object.is(value, -0)
  return exact ? value : { $number: Object.is(value, -0) ? '-0' : String(value) }
}

function toSection(view: ArrayBufferView): Section {
  // Node's Buffer is a Uint8Array with another name.
  if (view instanceof Uint8Array) return { type: 'Uint8Array', values: view as SectionArray }
  for (const type of Object.keys(sectionTypes) as SectionType[]) {
    if (view instanceof sectionTypes[type]) return { type, values: view as SectionArray }
  }
  throw new Error(`internal: a message holds a ${nameOf(view)}, which cannot travel`)
}

/** Reverses `pack`. Throws a plain `Error` that says what is wrong when the value was not made by it. */
export function unpack(value: unknown, sections: readonly SectionArray[]): unknown {
  const used = new Set<number>()
  const result = unpackValue(value, sections, used, 0)
  if (used.size !== sections.length) throw new Error(`${sections.length - used.size} sections are not used`)
  return result
}

function unpackValue(value: unknown, sections: readonly SectionArray[], used: Set<number>, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Error(`nests deeper than ${MAX_DEPTH} levels`)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => unpackValue(item, sections, used, depth + 1))
  const entries = Object.entries(value)
  const [first] = entries
  if (first?.[0].startsWith('$') && !first[0].startsWith('$$')) {
    if (entries.length !== 1) throw new Error('a placeholder has more than one key')
    return placeholder(first[0], first[1], sections, used)
  }
  const result: Record<string, unknown> = {}
  for (const [key, item] of entries) {
    // defineProperty, so that a key "__proto__" stays an own key, for the validators to refuse.
    const restored = unpackValue(item, sections, used, depth + 1)
    Object.defineProperty(result, unescape(key), {
      value: restored,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return result
}

function placeholder(key: string, item: unknown, sections: readonly SectionArray[], used: Set<number>): unknown {
  if (key === '$number' && typeof item === 'string' && Object.hasOwn(words, item)) return words[item]
  if (key === '$section' && typeof item === 'number' && sections[item] !== undefined) {
    if (used.has(item)) throw new Error(`section ${item} is used twice`)
    used.add(item)
    return sections[item]
  }
  throw new Error(`unknown placeholder ${JSON.stringify(key)}`)
}

const escape = (key: string) => (key.startsWith('$') ? `$${key}` : key)

function unescape(key: string): string {
  if (!key.startsWith('$')) return key
  if (!key.startsWith('$$')) throw new Error('a placeholder stands among other keys')
  return key.slice(1)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const nameOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : typeof value
