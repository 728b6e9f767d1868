import { blocks } from '@shared/catalogue/registry'
import { initialiseFromData } from '@shared/flow/initialise'
import { invert } from '@shared/flow/invert'
import { describe, expect, it } from 'vitest'
import { create, fresh, moved, normalRows, plainCases } from './support/blocks'
import { flowOf, run } from './support/runs'
import type { Bijector } from '@shared/flow/bijector'

const block = (type: string, dims: number) =>
  create(
    blocks.find((entry) => entry.type === type)!,
    dims,
  )

/** Mean and standard deviation of each column. */
function columns(rows: ArrayLike<number>, dims: number): { mean: number; deviation: number }[] {
  return Array.from({ length: dims }, (_, j) => {
    const column = Array.from(rows).filter((_, at) => at % dims === j)
    const mean = column.reduce((total, v) => total + v, 0) / column.length
    const variance = column.reduce((total, v) => total + (v - mean) ** 2, 0) / column.length
    return { mean, deviation: Math.sqrt(variance) }
  })
}

const data = (dims: number) => normalRows(64, dims, 11).map((value, at) => 7 + (at % dims) + 2.5 * value)

const sets = plainCases.filter(({ create: make }) => make(2).initialise)

/** Blocks that only set themselves where they are run from x to z: inverted ones keep the parameters they were made with. */
const oneWay = ['mixture-gaussianization', 'rbig', 'batch-norm']
const standardising = sets.filter(({ entry, name }) => {
  const inverted = name.endsWith('inverted')
  return entry.family === 'normalising' && !(inverted && oneWay.includes(entry.type))
})

describe.each(standardising)('the start of $name', ({ create: make }) => {
  it.each([1, 2, 5])('standardises what leaves it towards the base, for D = %i', (dims) => {
    const flow = flowOf(dims, [make(dims)])
    const theta = initialiseFromData(flow, fresh(flow, 1), data(dims))
    for (const { mean, deviation } of columns(run(flow, theta, 'inverse', data(dims)).value, dims)) {
      expect(mean).toBeCloseTo(0, 10)
      expect(deviation).toBeCloseTo(1, 10)
    }
  })
})

describe.each(sets)('the start of $name', ({ create: make }) => {
  it('keeps its scale finite for a constant coordinate', () => {
    const flow = flowOf(2, [make(2)])
    const rows = Float64Array.of(1, 5, 2, 5, 3, 5)
    const theta = initialiseFromData(flow, fresh(flow, 1), rows)
    expect(run(flow, theta, 'inverse', rows).value.every(Number.isFinite)).toBe(true)
  })
})

describe.each(oneWay)('%s, inverted', (type) => {
  it('keeps the parameters it was made with', () => {
    const flow = flowOf(2, [invert(block(type, 2))])
    expect(initialiseFromData(flow, fresh(flow, 1), data(2))).toEqual(fresh(flow, 1))
  })
})

describe('a stack that sets itself from data', () => {
  const stack = (dims: number): Bijector[] => [
    block('affine-coupling', dims),
    block('actnorm', dims),
    block('lu-linear', dims),
    invert(block('actnorm', dims)),
    block('spline-coupling', dims),
  ]

  it('standardises at each such block what the blocks nearer the data leave', () => {
    const dims = 3
    const flow = flowOf(dims, stack(dims))
    const theta = initialiseFromData(flow, moved(flow, 2), data(dims))
    for (const first of [1, 3]) {
      const part = flowOf(dims, stack(dims).slice(first))
      // the same parameters without those of the blocks nearer the base
      const rest = theta.slice(flow.size - part.size)
      for (const { mean, deviation } of columns(run(part, rest, 'inverse', data(dims)).value, dims)) {
        expect(mean).toBeCloseTo(0, 10)
        expect(deviation).toBeCloseTo(1, 10)
      }
    }
  })

  it('leaves the parameters it was given, and all other blocks, as they were', () => {
    const flow = flowOf(2, stack(2))
    const theta = moved(flow, 2)
    const before = theta.slice()
    const result = initialiseFromData(flow, theta, data(2))
    expect(theta).toEqual(before)
    for (const { node, offset, size } of flow.parameters)
      if (!['block1', 'block3'].includes(node))
        expect(result.slice(offset, offset + size)).toEqual(before.slice(offset, offset + size))
  })
})
