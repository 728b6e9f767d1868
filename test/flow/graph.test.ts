import { settingFault } from '@shared/catalogue/check'
import { blocks } from '@shared/catalogue/registry'
import { FlowError } from '@shared/flow/bijector'
import { generations } from '@shared/flow/conditioners/dependencies'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, jacobians, run } from './support/runs'

const withGraphs = blocks.filter(({ settings }) => settings.some(({ key }) => key === 'graph'))
const wide = { order: 'graph', width: 12 }

/** 3 depends on nothing, 1 on 3, 2 and 4 on 1: two paths of three. */
const tree = [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]

describe.each(withGraphs)('the graph of $type', (entry) => {
  it('lets x → z depend on exactly its parents', () => {
    const flow = flowOf(4, [create(entry, 4, { ...wide, graph: tree })])
    for (const matrix of jacobians(flow, moved(flow, 1), 'inverse', normalRows(3, 4, 2)))
      expect(matrix.flatMap((row, i) => row.map((value, j) => (i === j ? 0 : Number(value !== 0))))).toEqual(tree)
  })

  it('is undone by as many passes as its longest path', () => {
    const flow = flowOf(4, [create(entry, 4, { ...wide, graph: tree })])
    const [theta, rows] = [moved(flow, 1), normalRows(5, 4, 3)]
    const { value } = run(flow, theta, 'inverse', rows)
    expectClose(run(flow, theta, 'forward', Float64Array.from(value)).value, rows, 1e-8)
  })

  it('may have no edge at all', () => {
    const flow = flowOf(3, [create(entry, 3, { ...wide, graph: new Array<number>(9).fill(0) })])
    const [matrix] = jacobians(flow, moved(flow, 1), 'forward', normalRows(1, 3, 2))
    expect(matrix.flatMap((row, i) => row.filter((_, j) => i !== j))).toEqual([0, 0, 0, 0, 0, 0])
  })

  it.each([
    [
      'a circle',
      [0, 1, 0, 0, 0, 1, 1, 0, 0],
      'graph has a circle, 1 → 2 → 3 → 1 (each needs the next), expected none.',
    ],
    ['a coordinate that needs itself', [0, 0, 0, 0, 1, 0, 0, 0, 0], 'graph has a circle, 2 → 2 '],
    [
      'the wrong size',
      [0, 1, 0, 0],
      "graph has 4 entries, expected 3 rows of 3 (the data's dimension). Edit the graph.",
    ],
    ['a 2 in it', [0, 0, 0, 2, 0, 0, 0, 0, 0], 'graph entry 4 is 2, expected 0 or 1.'],
    ['no entries given', null, 'graph is not given, expected rows of 0 and 1.'],
  ])('is refused with %s', (_, graph, message) => {
    const make = () => create(entry, 3, { ...wide, graph })
    expect(make).toThrow(FlowError)
    expect(make).toThrow(message)
  })

  it('is checked in the document too', () => {
    const setting = entry.settings.find(({ key }) => key === 'graph')!
    expect(settingFault(setting, tree, 4)).toBeNull()
    expect(settingFault(setting, tree)).toBeNull()
    expect(settingFault(setting, [0, 1, 1, 0], 2)).toMatch(/circle, 1 → 2 → 1/)
    expect(settingFault(setting, [0, 1, 1])).toMatch(/as many rows as columns/)
  })
})

it('fills coordinates in by generations, each after all its parents', () => {
  expect(generations([[2], [0], [], [0]])).toEqual([[2], [0], [1, 3]])
  expect(generations([[], [0], [0, 1]])).toEqual([[0], [1], [2]])
  expect(generations([[], [], []])).toEqual([[0, 1, 2]])
})
