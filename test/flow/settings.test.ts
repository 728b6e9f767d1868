import { blocks, isStochastic } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { FlowError } from '@shared/flow/bijector'
import { describe, expect, it } from 'vitest'
import { create, fresh, intervalOf, normalRows, settingsFor } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, run } from './support/runs'

const block = (type: string) => blocks.find((entry) => entry.type === type)!
const couplings = blocks.filter(({ settings }) => settings.some(({ key }) => key === 'maskEntries'))

/** Every number setting at both ends of its range. */
const ends = blocks.flatMap((entry) =>
  entry.settings.flatMap((setting) =>
    setting.kind === 'number'
      ? [setting.min, setting.max].map((value) => {
          const isRough = setting.exact !== undefined && value !== setting[setting.exact]
          return { entry, key: setting.key, value, name: entry.type, within: isRough ? 0.01 : 1e-8 }
        })
      : [],
  ),
)

const extremes = ends.filter(({ entry }) => !isStochastic(entry.type))
const walks = ends.filter(({ entry }) => isStochastic(entry.type))

describe('extreme settings', () => {
  it.each(walks)('$name leads along finite paths with $key $value', ({ entry, key, value }) => {
    for (const dims of [1, 3]) {
      const flow = flowOf(dims, [create(entry, dims, { place: 'fixed', [key]: value })])
      const { value: images, logDet } = run(flow, fresh(flow, 1), 'forward', normalRows(40, dims, 2))
      expect([...images, ...logDet].every(Number.isFinite)).toBe(true)
    }
  })

  it.each(extremes)('$name works with $key $value', ({ entry, key, value, within }) => {
    for (const dims of [1, 3]) {
      const flow = flowOf(dims, [create(entry, dims, { [key]: value })])
      const theta = fresh(flow, 1).map((start, i) => start + 0.01 * Math.sin(i))
      const rows = normalRows(2, dims, 2, 1, intervalOf(entry.codomain, settingsFor(entry, dims, { [key]: value })))
      const { value: images } = run(flow, theta, 'inverse', rows)
      expectClose(run(flow, theta, 'forward', Float64Array.from(images)).value, rows, within)
    }
  })
})

describe.each(blocks.filter(({ mostDims }) => mostDims))('$type', (entry) => {
  it(`works for ${entry.mostDims} dimensions and refuses more in words for its owner`, () => {
    const most = entry.mostDims!
    const flow = flowOf(most, [create(entry, most)])
    const rows = normalRows(2, most, 2)
    const { value } = run(flow, fresh(flow, 1), 'inverse', rows)
    expectClose(run(flow, fresh(flow, 1), 'forward', Float64Array.from(value)).value, rows, 1e-8)
    expect(() => create(entry, most + 1)).toThrow(FlowError)
    expect(() => create(entry, most + 1)).toThrow(`the flow has ${most + 1} dimensions, expected at most ${most}`)
  })
})

describe.each(couplings)('the mask of $type', (entry) => {
  const wrong: readonly (readonly [string, Settings['x'], number, string])[] = [
    ['the wrong length', [1, 0, 1, 0], 2, "mask has 4 entries, expected 2 (the flow's dimension). Edit its mask."],
    ['a 2 in it', [0, 2, 1], 3, 'mask entry 2 is 2, expected 0 or 1. Edit its mask.'],
    ['nothing to transform', [0, 0], 2, 'mask has only 0s, expected at least one 0'],
    ['nothing to pass through', [1, 1], 2, 'mask has only 1s, expected at least one 0'],
    ['no entries given', null, 3, 'mask is not given, expected 3 entries of 0 or 1.'],
  ]
  it.each(wrong)('is refused with %s', (_, maskEntries, dims, message) => {
    const make = () => create(entry, dims, { mask: 'custom', maskEntries })
    expect(make).toThrow(FlowError)
    expect(make).toThrow(message)
  })

  it('transforms the only coordinate of one-dimensional data whatever it says', () => {
    for (const mask of ['even', 'odd', 'first-half', 'second-half', 'random', 'custom']) {
      const flow = flowOf(1, [create(entry, 1, { mask, maskEntries: null })])
      const { value } = run(flow, fresh(flow, 1).fill(0.5), 'forward', Float64Array.of(0.3))
      expect(value[0]).not.toBe(0.3)
    }
  })
})

describe('a custom permutation', () => {
  const wrong: readonly (readonly [string, Settings['x'], string])[] = [
    ['the wrong length', [1, 0], "custom order has 2 entries, expected 3 (the flow's dimension)."],
    ['a repetition', [0, 2, 2], 'custom order is 0, 2, 2, expected each of 0 … 2 once.'],
    ['an entry outside', [0, 1, 3], 'custom order is 0, 1, 3, expected each of 0 … 2 once.'],
    ['no entries given', null, 'custom order is not given, expected each of 0 … 2 once.'],
  ]
  it.each(wrong)('is refused with %s', (_, custom, message) => {
    const make = () => create(block('permutation'), 3, { order: 'custom', custom })
    expect(make).toThrow(FlowError)
    expect(make).toThrow(message)
  })

  it('puts coordinate π(i) of z at place i of x', () => {
    const flow = flowOf(3, [create(block('permutation'), 3, { order: 'custom', custom: [2, 0, 1] })])
    expect([...run(flow, new Float64Array(), 'forward', Float64Array.of(10, 11, 12)).value]).toEqual([12, 10, 11])
  })

  it('is drawn from its seed alone when random', () => {
    const image = (seed: number) => {
      const flow = flowOf(8, [create(block('permutation'), 8, { order: 'random', seed })])
      return [...run(flow, new Float64Array(), 'forward', Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7)).value]
    }
    expect(image(3)).toEqual(image(3))
    expect(image(3)).not.toEqual(image(4))
  })
})
