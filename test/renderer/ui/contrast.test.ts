import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { oklchToRgb } from '../../../src/renderer/ui/colour'

const sheet = readFileSync(new URL('../../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')
const [dark, light] = sheet.split(":root[data-theme='light']")

/** A token's colour as linear light, of the theme or, where that says none, of the dark one that it begins from. */
function linear(theme: string, name: string): readonly number[] {
  const pattern = new RegExp(`--${name}: oklch\\(([\\d. ]+)\\)`)
  const found = pattern.exec(theme) ?? pattern.exec(dark)
  if (!found) throw new Error(`no token --${name}`)
  const [l, c, h] = found[1].split(' ').map(Number)
  return oklchToRgb({ l, c, h }).map((v) => {
    const clipped = Math.min(1, Math.max(0, v))
    return clipped <= 0.04045 ? clipped / 12.92 : ((clipped + 0.055) / 1.055) ** 2.4
  })
}

/** WCAG's contrast of two colours, 1 to 21. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [high, low] = [a, b].map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b).sort((p, q) => q - p)
  return (high + 0.05) / (low + 0.05)
}

describe.each(Object.entries({ dark, light }))('in the %s theme', (_, theme) => {
  it.each(['text', 'text-dim', 'text-faint', 'z-ink', 'x-ink', 'warning', 'error-ink', 'good'])(
    'words in --%s are read on every ground',
    (ink) => {
      for (const ground of ['ground', 'panel', 'raised', 'pressed'])
        expect(contrast(linear(theme, ink), linear(theme, ground)), `on ${ground}`).toBeGreaterThanOrEqual(4.5)
    },
  )
})
