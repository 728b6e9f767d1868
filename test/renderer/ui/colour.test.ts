import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blockColour, oklchToRgb, positionColour, positionOklch } from '../../../src/renderer/ui/colour'

const tokens = readFileSync(new URL('../../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')
const K = 8
const layers = Array.from({ length: K + 1 }, (_, k) => positionOklch(k, K))

/** Lightness, chroma and hue of a token. */
function token(name: string): number[] {
  const found = new RegExp(`${name}: oklch\\(([^)]*)\\)`).exec(tokens)
  return (found?.[1] ?? '').split(' ').map(Number)
}

describe('the colour of a place between z and x', () => {
  it('begins and ends in the colours that the style sheet gives z and x', () => {
    expect([layers[0].l, layers[0].c, layers[0].h]).toEqual(token('--z'))
    expect([layers[K].l, layers[K].c, layers[K].h]).toEqual(token('--x'))
  })

  it('rises in lightness by equal steps, so that the order survives in greyscale', () => {
    const steps = layers.slice(1).map((layer, i) => layer.l - layers[i].l)
    for (const step of steps) expect(step).toBeCloseTo((0.76 - 0.62) / K, 10)
  })

  it('goes over violet and rose, not over green', () => {
    for (const { h } of layers.slice(1, -1)) expect(h > 255 || h < 75).toBe(true)
  })

  it('gives a block the mix of the two layers it lies between', () => {
    expect(blockColour(3, K)).toBe(positionColour(2.5, K))
    expect(blockColour(1, 1)).toBe(positionColour(1, 2))
  })

  it('converts known OKLCH colours to sRGB', () => {
    expect(oklchToRgb({ l: 1, c: 0, h: 0 }).map((v) => v.toFixed(3))).toEqual(['1.000', '1.000', '1.000'])
    // sRGB red is oklch(0.628 0.2577 29.23).
    const [r, g, b] = oklchToRgb({ l: 0.62796, c: 0.25768, h: 29.234 })
    expect(r).toBeCloseTo(1, 2)
    expect(g).toBeLessThan(0.03)
    expect(b).toBeLessThan(0.03)
  })
})
