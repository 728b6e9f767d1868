import { Bytes } from '@shared/tensor/backends/wasm/assembler/bytes'
import { describe, expect, it } from 'vitest'

/** Reads a LEB128 number: its value modulo 2^bits and its length. */
function decode(bytes: Uint8Array, signedBits?: number): bigint {
  let value = 0n
  let shift = 0n
  let last = 0
  for (const byte of bytes) {
    last = byte
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if ((byte & 0x80) === 0) break
  }
  expect(Number(shift) / 7).toBe(bytes.length)
  return signedBits !== undefined && (last & 0x40) !== 0 ? value - (1n << shift) : value
}

const around = (power: number) => [2 ** power - 1, 2 ** power, 2 ** power + 1]
const edges = [0, 1, ...[6, 7, 13, 14, 20, 21, 27, 28].flatMap(around), 2 ** 31 - 1]
const written = (write: (out: Bytes) => void) => {
  const out = new Bytes()
  write(out)
  return out.view()
}

describe('numbers of variable length', () => {
  it.each([...edges, 2 ** 31, 2 ** 32 - 1])('read back as %i, unsigned', (value) => {
    expect(decode(written((out) => { out.unsigned(value) }))).toBe(BigInt(value)) // prettier-ignore
  })

  it.each([...edges, ...edges.map((value) => -value), -(2 ** 31)])('read back as %i, signed', (value) => {
    expect(decode(written((out) => { out.signed(value) }), 32)).toBe(BigInt(value)) // prettier-ignore
    expect(decode(written((out) => { out.signed64(BigInt(value)) }), 64)).toBe(BigInt(value)) // prettier-ignore
  })

  it.each([2n ** 40n, -(2n ** 40n), 2n ** 63n - 1n, -(2n ** 63n)])('read back as %i, 64 bits', (value) => {
    expect(decode(written((out) => { out.signed64(value) }), 64)).toBe(value) // prettier-ignore
  })

  it('keep what was written while the buffer grows', () => {
    const out = new Bytes()
    for (let i = 0; i < 3000; i++) out.byte(i & 0xff)
    out.append(new Uint8Array(5000).fill(7))
    expect(out.length).toBe(8000)
    expect([...out.view().subarray(2998, 3002)]).toEqual([2998 & 0xff, 2999 & 0xff, 7, 7])
  })
})
