import { failure, type Outcome } from '../document/issue'
import { pack, sectionTypes, unpack, type SectionArray, type SectionType } from './packing'
import type { Message } from './protocol'
import { describe, readMessage } from './validate'
import { z } from 'zod'

/** UTF-8, which the language itself does not have: every host passes its `TextEncoder` and `TextDecoder` in. */
export interface Utf8 {
  encode(text: string): Uint8Array
  /** Throws when the bytes are not UTF-8. */
  decode(bytes: Uint8Array): string
}

/**
 * Messages over ports that carry bytes. Layout, little-endian:
 *
 *     u32 magic "DFO1" · u32 length of the header · header in UTF-8, spaces up to a multiple of 8
 *     then each section's values, zeros up to a multiple of 8
 *
 * The header is `{ "value": …, "sections": [[type, length], …] }`, where `value` is as `packing.ts` writes it.
 */
export interface Codec {
  /** Throws on what cannot travel, or more than the limit. */
  encode(message: Message): Uint8Array<ArrayBuffer>
  /** Never throws and trusts no length: what is not a message becomes a named reason. Arrays are copies. */
  decode(bytes: Uint8Array): Outcome<Message>
}

const MAGIC = 0x314f_4644 // "DFO1"
const PREFIX = 8
const align = (length: number) => Math.ceil(length / 8) * 8

const Header = z.strictObject({
  value: z.unknown(),
  sections: z.array(z.tuple([z.enum(Object.keys(sectionTypes) as SectionType[]), z.number().int().min(0)])).max(4096),
})

/** @param limit most bytes in one message, either way */
export function createCodec(utf8: Utf8, limit = 512 * 1024 * 1024): Codec {
  return {
    encode(message) {
      const { value, sections } = pack(message)
      const shapes = sections.map(({ type, values }) => [type, values.length])
      const header = utf8.encode(JSON.stringify({ value, sections: shapes }))
      const start = PREFIX + align(header.length)
      const total = sections.reduce((sum, { values }) => sum + align(values.byteLength), start)
      if (total > limit) throw new Error(`This message has ${total} bytes, more than the ${limit} that may be sent.`)

      const bytes = new Uint8Array(total)
      const prefix = new DataView(bytes.buffer)
      prefix.setUint32(0, MAGIC, true)
      prefix.setUint32(4, start - PREFIX, true)
      bytes.fill(0x20, PREFIX, start) // JSON allows spaces after its end
      bytes.set(header, PREFIX)
      let offset = start
      for (const { values } of sections) {
        bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset)
        offset += align(values.byteLength)
      }
      return bytes
    },

    decode(bytes) {
      try {
        if (bytes.length > limit) throw new Error(`${bytes.length} bytes, expected at most ${limit}`)
        return readMessage(decodeValue(bytes, utf8))
      } catch (error) {
        return failure(`Message: ${error instanceof Error ? error.message : String(error)}.`)
      }
    },
  }
}

function decodeValue(bytes: Uint8Array, utf8: Utf8): unknown {
  if (bytes.length < PREFIX) throw new Error(`${bytes.length} bytes, expected at least ${PREFIX}`)
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, PREFIX)
  if (prefix.getUint32(0, true) !== MAGIC) throw new Error('does not start with "DFO1"')
  const start = PREFIX + prefix.getUint32(4, true)
  if (start > bytes.length) throw new Error(`header ends at byte ${start} of ${bytes.length}`)

  const header = Header.safeParse(JSON.parse(utf8.decode(bytes.subarray(PREFIX, start))))
  if (!header.success) throw new Error(`header: ${describe(header.error)}`)
  let offset = start
  const sections = header.data.sections.map(([type, length], index): SectionArray => {
    const Values = sectionTypes[type]
    const end = offset + length * Values.BYTES_PER_ELEMENT
    if (end > bytes.length) throw new Error(`section ${index} ends at byte ${end} of ${bytes.length}`)
    // A copy: aligned whatever the socket's buffer was, and it keeps no larger buffer alive. Not by `slice`, which
    // shares memory where the bytes are Node's Buffer.
    const values = new Values(new Uint8Array(bytes.subarray(offset, end)).buffer)
    offset += align(end - offset)
    return values
  })
  if (offset !== bytes.length) throw new Error(`${bytes.length} bytes, expected ${offset}`)
  return unpack(header.data.value, sections)
}
