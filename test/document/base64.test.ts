import { decodeBase64, encodeBase64 } from '@shared/document/base64'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('base64', () => {
  it('writes what the platform writes, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
    )
  })

  it('joins its chunks without a seam', () => {
    for (const length of [6143, 6144, 6145, 100_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7919) & 255)
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(Buffer.compare(bytes, decodeBase64(encodeBase64(bytes))!)).toBe(0)
    }
  })

  it.each([
    'A',
    'AAA',
    'AAAAA',
    'AA=A',
    'A===',
    '====',
    'AA A',
    'AAA\n',
    'AAé=',
    'AA_-',
    'AAAAAAA\u{1F600}',
    'AB==',
    'AAB=',
  ])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeNull()
  })

  it('reads nothing from nothing', () => {
    expect(decodeBase64('')).toEqual(new Uint8Array())
  })
})
