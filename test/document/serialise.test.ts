import type { FlowDocument } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { parseDocument } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broken, nodeOf } from './broken'
import { oneOfEach, randomDocument } from './generators'

const whole = oneOfEach()

describe('the written text', () => {
  it('of any document reads back as exactly that document', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        const text = serialise(document)
        expect(parseDocument(text)).toEqual({ ok: true, value: document })
        expect(JSON.parse(text)).toEqual(document)
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on the order of keys, and ends with a newline', () => {
    const shuffle = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? Array.isArray(value)
          ? value.map(shuffle)
          : value
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, key === 'settings' ? inner : shuffle(inner)]),
          )
    expect(serialise(shuffle(whole) as FlowDocument)).toBe(serialise(whole))
    expect(serialise(whole)).toMatch(/^\{\n {2}"format": "diffeo\/document",\n {2}"version": 3,\n[^]*\n\}\n$/)
  })

  it('keeps every float64, −0 included, and a byte-order mark is no hindrance', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (halfWidth) => {
        const document = broken(whole, (f) => void (nodeOf(f, 'base').settings.x = halfWidth)) as FlowDocument
        expect(parseDocument(`\ufeff${serialise(document)}`)).toEqual({ ok: true, value: document })
      }),
    )
  })
})
