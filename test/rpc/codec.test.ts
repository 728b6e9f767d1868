import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCodec } from '@shared/rpc/codec'
import { sectionTypes } from '@shared/rpc/packing'
import type { Message } from '@shared/rpc/protocol'

const utf8 = {
  encode: (text: string) => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
}
const codec = createCodec(utf8)
const answer = (result: unknown): Message => ({ kind: 'response', id: 1, ok: true, result })

/** A typed array of any kind, with any bit pattern in it, on any offset of its buffer. */
const typedArray = fc
  .tuple(fc.constantFrom(...Object.values(sectionTypes)), fc.uint8Array({ maxLength: 64 }), fc.nat(3))
  .map(([Values, bytes, lead]) => {
    const usable = Math.floor(bytes.length / Values.BYTES_PER_ELEMENT)
    const values = new Values(usable + lead)
    new Uint8Array(values.buffer).set(
      bytes.subarray(0, usable * Values.BYTES_PER_ELEMENT),
      lead * Values.BYTES_PER_ELEMENT,
    )
    return values.subarray(lead)
  })

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, null, true, false, ''),
    fc.string({ unit: 'grapheme' }),
    typedArray,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$number', '$section', '$$', '$', '__proto__', 'constructor')),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value

describe('codec', () => {
  it('gives back every value that it was given, to the bit', () => {
    fc.assert(
      fc.property(anything, (value) => {
        // Node's own comparison: it knows −0, NaN and keys named "constructor".
        deepStrictEqual(codec.decode(codec.encode(answer(value))), { ok: true, value: answer(value) })
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the bits of a NaN with a payload', () => {
    const values = new Float64Array(new BigUint64Array([0x7ff8_dead_beef_0001n]).buffer)
    const decoded = codec.decode(codec.encode(answer(values)))
    const { result } = (decoded as { value: { result: Float64Array } }).value
    expect(new BigUint64Array(result.buffer)[0]).toBe(0x7ff8_dead_beef_0001n)
  })

  it('reads from any offset of a larger buffer', () => {
    const bytes = codec.encode(answer(Float64Array.of(1, 2, 3)))
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(codec.decode(shifted.subarray(3))).toEqual({ ok: true, value: answer(Float64Array.of(1, 2, 3)) })
  })

  it("shares no memory with what it read, be it one of Node's pooled buffers", () => {
    const pooled = Buffer.from(codec.encode(answer(Float64Array.of(1, 2, 3))))
    const decoded = codec.decode(pooled)
    pooled.fill(255)
    deepStrictEqual(decoded, { ok: true, value: answer(Float64Array.of(1, 2, 3)) })
  })

  it('never throws on bytes that were changed, cut or made up', () => {
    const whole = codec.encode(answer({ a: Float32Array.of(1, 2, 3), b: [NaN], c: 'text' }))
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
        const changed = whole.slice(0, length)
        if (at < length) changed[at] = byte
        expect(codec.decode(changed).ok).toBeTypeOf('boolean')
      }),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !codec.decode(bytes).ok))
  })

  const craft = (header: unknown, tail = 0) => {
    const text = utf8.encode(JSON.stringify(header))
    const bytes = new Uint8Array(8 + Math.ceil(text.length / 8) * 8 + tail).fill(0x20)
    const prefix = new DataView(bytes.buffer)
    prefix.setUint32(0, 0x314f4644, true)
    prefix.setUint32(4, bytes.length - 8 - tail, true)
    bytes.set(text, 8)
    return bytes
  }
  const value = answer({ $section: 0 })

  it.each([
    ['a length beyond the end', craft({ value, sections: [['Float64Array', 1e9]] }), /section 0 ends at byte/],
    ['a negative length', craft({ value, sections: [['Float64Array', -1]] }), /header/],
    ['a length that is no whole number', craft({ value, sections: [['Float64Array', 0.5]] }), /header/],
    ['an unknown type', craft({ value, sections: [['SharedArrayBuffer', 1]] }), /header/],
    [
      'a section that is not used',
      craft({ value: answer(1), sections: [['Int8Array', 8]] }, 8),
      /1 sections are not used/,
    ],
    [
      'a section that is used twice',
      craft({ value: answer([{ $section: 0 }, { $section: 0 }]), sections: [['Int8Array', 8]] }, 8),
      /used twice/,
    ],
    ['a placeholder of another kind', craft({ value: answer({ $code: 'x' }), sections: [] }), /unknown placeholder/],
    ['a number that is none', craft({ value: answer({ $number: 'toString' }), sections: [] }), /unknown placeholder/],
    ['bytes after the end', craft({ value: answer(1), sections: [] }, 8), /bytes, expected/],
    ['no message', craft({ value: { kind: 'order' }, sections: [] }), /Expected a request/],
  ])('refuses %s', (_what, bytes, reason) => {
    const decoded = codec.decode(bytes)
    expect(decoded.ok ? 'a message' : decoded.issues[0]!.message).toMatch(reason)
  })

  it('refuses nesting that would exhaust the stack', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const text = utf8.encode(`{"value":${deep},"sections":[]}`)
    const bytes = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20)
    bytes.set([0x44, 0x46, 0x4f, 0x31])
    new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true)
    bytes.set(text, 8)
    expect(codec.decode(bytes).ok).toBe(false)
  })

  it('refuses more bytes than the limit, both ways', () => {
    const small = createCodec(utf8, 256)
    const bytes = codec.encode(answer(new Uint8Array(1024)))
    expect(() => small.encode(answer(new Uint8Array(1024)))).toThrow(/more than the 256/)
    expect(small.decode(bytes)).toMatchObject({ ok: false })
  })

  it('throws on what cannot travel, instead of sending something else', () => {
    const self: Record<string, unknown> = {}
    self['self'] = self
    for (const bad of [() => 1, 1n, Symbol('x'), new Map(), new Date(), self, new BigInt64Array(1)]) {
      expect(() => codec.encode(answer({ bad }))).toThrow(/internal:/)
    }
  })
})
