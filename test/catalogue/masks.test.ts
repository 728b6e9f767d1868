import { isActive, settingFault } from '@shared/catalogue/check'
import { oppositeMask, transformedCoordinates } from '@shared/catalogue/masks'
import { maskSettings } from '@shared/catalogue/settings/mask'
import { Random } from '@shared/math/random'
import type { Settings } from '@shared/catalogue/types'
import { describe, expect, it } from 'vitest'

const [choice, entries] = maskSettings
const named = choice.options.map(({ value }) => value).filter((value) => value !== 'custom')
const bits = (settings: Settings, dims: number) => transformedCoordinates(settings, dims)?.map(Number).join('')

describe('a mask', () => {
  it.each([
    ['even', '01', '01010'],
    ['odd', '10', '10101'],
    ['first-half', '10', '11100'],
    ['second-half', '01', '00011'],
  ])('%s transforms %s and %s', (mask, two, five) => {
    expect([bits({ mask }, 2), bits({ mask }, 5)]).toEqual([two, five])
  })

  it.each([...named, 'custom'])('%s transforms the only coordinate of one-dimensional data', (mask) => {
    for (const maskEntries of [null, [1], [0, 1]]) expect(bits({ mask, maskEntries }, 1)).toBe('1')
  })

  it('and its opposite transform each coordinate once', () => {
    const masks: Settings[] = [
      { mask: 'random', maskSeed: 3 },
      ...named.map((mask) => ({ mask })),
      { mask: 'custom', maskEntries: [1, 1, 0, 1, 0] },
      {},
    ]
    for (const settings of masks) {
      const own = transformedCoordinates(settings, 5)!
      const other = transformedCoordinates({ ...settings, ...oppositeMask(settings) }, 5)!
      expect(other).toEqual(own.map((transformed) => !transformed))
    }
  })

  it('drawn at random transforms half of the coordinates, at least one, by its seed alone', () => {
    for (const dims of [2, 3, 8, 43])
      for (const maskSeed of [0, 1, 2, 7, 9998, 9999]) {
        const mask = bits({ mask: 'random', maskSeed }, dims)!
        const ones = [...mask].filter((bit) => bit === '1').length
        expect(ones).toBe(maskSeed % 2 === 0 ? Math.floor(dims / 2) : Math.ceil(dims / 2))
        expect(bits({ mask: 'random', maskSeed }, dims)).toBe(mask)
      }
    expect(new Set([0, 2, 4, 6].map((maskSeed) => bits({ mask: 'random', maskSeed }, 43))).size).toBe(4)
  })

  it('drawn at random is the first half of the order that a permutation draws from its seed', () => {
    const order = [...new Random(6).permutation(8)].slice(0, 4).sort()
    const mask = transformedCoordinates({ mask: 'random', maskSeed: 6 }, 8)!
    expect(mask.flatMap((transformed, index) => (transformed ? [index] : []))).toEqual(order)
  })

  it('is unknown while its entries do not fit the dimension', () => {
    for (const maskEntries of [null, [], [1], [0, 1, 1], [0, 2]]) {
      expect(transformedCoordinates({ mask: 'custom', maskEntries }, 2)).toBeUndefined()
    }
  })

  it('of its own is asked for only when it is chosen, and of one entry needs no zero', () => {
    expect(isActive(entries, { mask: 'even' })).toBe(false)
    expect(isActive(entries, { mask: 'custom' })).toBe(true)
    expect(settingFault(entries, [1], 1)).toBeNull()
    expect(settingFault(entries, [1, 1], 2)).toMatch(/passes no coordinate through/)
  })
})
