import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lossColours } from '../../../src/renderer/panels/runs/parallelRuns'
import { oklchToRgb, positionOklch, type Oklch } from '../../../src/renderer/ui/colour'

/** WCAG 2.2: text of ordinary size needs 4.5 : 1 (1.4.3), marks and the ring of focus 3 : 1 (1.4.11). */

const css = readFileSync('src/renderer/styles/tokens.css', 'utf8')
const colours = (block: string): Map<string, Oklch> =>
  new Map(
    [...block.matchAll(/(--[\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)].map(([, name, l, c, h]) => [
      name,
      { l: Number(l), c: Number(c), h: Number(h) },
    ]),
  )
const [, darkBlock, lightBlock] = /:root \{(.*?)\n\}.*?:root\[data-theme='light'\] \{(.*?)\n\}/s.exec(css)!
const dark = colours(darkBlock)
const themes = { dark, light: new Map([...dark, ...colours(lightBlock)]) }

/** Relative luminance of sRGB. */
function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrastOfRgb(a: readonly number[], b: readonly number[]): number {
  const [less, more] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (more + 0.05) / (less + 0.05)
}
const contrast = (a: Oklch, b: Oklch): number => contrastOfRgb(oklchToRgb(a), oklchToRgb(b))

const surfaces = ['--ground', '--panel', '--raised', '--pressed']
const inks = ['--text', '--text-dim', '--text-faint', '--z-ink', '--x-ink', '--error-ink', '--warning', '--good']
const marks = ['--focus', '--error', '--warning', '--good']

describe.each(Object.entries(themes))('the %s theme', (name, theme) => {
  const of = (token: string): Oklch => {
    const colour = theme.get(token)
    if (!colour) throw new Error(`no colour ${token}`)
    return colour
  }
  const all = (ones: readonly string[], others: readonly string[]) =>
    ones.flatMap((one) => others.map((other) => [one, other] as const))

  it.each(all(inks, surfaces))('has text in %s on %s that can be read', (ink, surface) => {
    expect(contrast(of(ink), of(surface))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(all(marks, surfaces))('has marks in %s on %s that are seen', (mark, surface) => {
    expect(contrast(of(mark), of(surface))).toBeGreaterThanOrEqual(3)
  })

  it('has lines of a sweep that are seen, the worst too', () => {
    const places = Array.from({ length: 6 }, (_, point) => ({ point, mean: point, values: [], runs: [], step: 1, sd: null })) // prettier-ignore
    for (const colour of lossColours(places, name === 'light').values()) {
      const rgb = colour.match(/\d+/g)!.map((part) => Number(part) / 255)
      expect(contrastOfRgb(rgb, oklchToRgb(of('--panel')))).toBeGreaterThanOrEqual(3)
    }
  })

  it('has numbers on every colour from z to x that can be read', () => {
    for (let k = 0; k <= 60; k++) {
      expect(contrast(of('--ink-on-colour'), positionOklch(k, 60))).toBeGreaterThanOrEqual(4.5)
    }
  })
})

it('measures contrast as it is defined', () => {
  const [white, black] = [0, 1].map((l) => ({ l, c: 0, h: 0 }))
  expect(contrast(white, black)).toBeCloseTo(21, 1)
})
