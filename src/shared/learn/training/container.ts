import { failure, type Outcome } from '../../document/issue'

/** Arrays by name, beside a plain JSON header. */
export interface Contents {
  readonly header: unknown
  readonly arrays: Readonly<Record<string, Float64Array>>
}

const MAGIC = 0x31434644 // "DFC1"
const PREFIX = 8
const align = (length: number): number => Math.ceil(length / 8) * 8

/** [name, length, whether it is kept in double precision]. */
type Entry = readonly [string, number, boolean]

/**
 * One file of a JSON header and number arrays, little-endian:
 *
 *     u32 magic "DFC1" · u32 bytes of the header · the header in ASCII, spaces up to a multiple of 8
 *     then each array's values in float32 or float64, zeros up to a multiple of 8
 *
 * An array is kept in float32 where that loses nothing.
 */
export function writeContainer({ header, arrays }: Contents): Uint8Array {
  const stored = Object.entries(arrays).map(([name, values]) => {
    const single = Float32Array.from(values)
    const exact = values.every((value, i) => Object.is(value, single[i]))
    return { name, values: exact ? single : values }
  })
  const entries = stored.map(({ name, values }): Entry => [name, values.length, values instanceof Float64Array])
  const text = ascii(JSON.stringify({ header, entries }))
  const start = PREFIX + align(text.length)
  const bytes = new Uint8Array(stored.reduce((sum, { values }) => sum + align(values.byteLength), start))
  const prefix = new DataView(bytes.buffer)
  prefix.setUint32(0, MAGIC, true)
  prefix.setUint32(4, start - PREFIX, true)
  bytes.fill(0x20, PREFIX, start)
  for (let i = 0; i < text.length; i++) bytes[PREFIX + i] = text.charCodeAt(i)
  let offset = start
  for (const { values } of stored) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset)
    offset += align(values.byteLength)
  }
  return bytes
}

/** Reverses `writeContainer`; no length is trusted. */
export function readContainer(bytes: Uint8Array): Outcome<Contents> {
  const broken = (what: string) =>
    failure(`Checkpoint: ${what}. It was cut short or is not a checkpoint; start the run again.`)
  if (bytes.length < PREFIX) return broken(`${bytes.length} bytes, expected at least ${PREFIX}`)
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, PREFIX)
  if (prefix.getUint32(0, true) !== MAGIC) return broken('does not begin with "DFC1"')
  const start = PREFIX + prefix.getUint32(4, true)
  if (start > bytes.length) return broken(`the header ends at byte ${start} of ${bytes.length}`)
  const parsed = parse(bytes.subarray(PREFIX, start))
  if (!parsed) return broken('the header is not what a checkpoint has')
  const arrays: Record<string, Float64Array> = {}
  let offset = start
  for (const [name, length, double] of parsed.entries) {
    const width = double ? 8 : 4
    if (offset + length * width > bytes.length) return broken(`"${name}" ends beyond byte ${bytes.length}`)
    const copy = bytes.slice(offset, offset + length * width).buffer
    arrays[name] = double ? new Float64Array(copy) : Float64Array.from(new Float32Array(copy))
    offset += align(length * width)
  }
  return { ok: true, value: { header: parsed.header, arrays } }
}

/** JSON in which every character beyond ASCII is written as \uXXXX. */
const ascii = (json: string): string =>
  // eslint-disable-next-line no-control-regex -- ASCII is the range that is meant
  json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

function parse(bytes: Uint8Array): { readonly header: unknown; readonly entries: readonly Entry[] } | null {
  const pieces: string[] = []
  for (let i = 0; i < bytes.length; i += 8192) pieces.push(String.fromCharCode(...bytes.subarray(i, i + 8192)))
  try {
    const { header, entries } = JSON.parse(pieces.join('')) as { header: unknown; entries: readonly Entry[] }
    const sound = entries.every(([name, length]) => typeof name === 'string' && Number.isInteger(length) && length >= 0)
    return sound ? { header, entries } : null
  } catch {
    return null // not JSON, or not of this shape: the caller says so
  }
}
