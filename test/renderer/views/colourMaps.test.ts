import { describe, expect, it } from 'vitest'
import { MAP_SIZE, colourMap, lightness, sequentialMaps, signedMap } from '../../../src/renderer/views/colourMaps/maps'

const lightnesses = (rgba: Uint8Array): number[] =>
  Array.from({ length: MAP_SIZE }, (_, i) => lightness(rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2]))

describe('colour maps', () => {
  it.each(sequentialMaps.map((map) => [map.name, map] as const))('%s rises in lightness throughout', (_, { rgba }) => {
    const l = lightnesses(rgba)
    // One part in 255 of a channel is up to 0.4 in L*; over eight entries it must have gone up for certain.
    for (let i = 1; i < MAP_SIZE; i++) expect(l[i]).toBeGreaterThan(l[i - 1] - 0.5)
    for (let i = 8; i < MAP_SIZE; i++) expect(l[i]).toBeGreaterThan(l[i - 8])
  })

  it('for signed fields is lightest at its centre, blue below and warm above', () => {
    const l = lightnesses(signedMap.rgba)
    expect(Math.abs(l.indexOf(Math.max(...l)) - MAP_SIZE / 2)).toBeLessThan(4)
    const at = (i: number): Uint8Array => signedMap.rgba.subarray(4 * i, 4 * i + 3)
    expect(at(40)[2]).toBeGreaterThan(at(40)[0])
    expect(at(215)[0]).toBeGreaterThan(at(215)[2])
  })

  it('falls back to the default for a name that is not there', () => {
    expect(colourMap('jet')).toBe(sequentialMaps[0])
  })
})
