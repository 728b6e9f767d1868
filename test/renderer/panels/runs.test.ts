// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { KeptRun, KeptSweep, RunQueue } from '@shared/rpc/protocol'
import { emptyQueue } from '@shared/rpc/protocol'
import AxisField from '../../../src/renderer/panels/runs/AxisField.vue'
import { axisOptions } from '../../../src/renderer/panels/runs/axisOptions'
import { smoothed } from '../../../src/renderer/panels/runs/curveSeries'
import { lossColours, numberAxis, settingAxis } from '../../../src/renderer/panels/runs/parallelRuns'
import { chosenAfter, filtered, rowsOf, sorted } from '../../../src/renderer/panels/runs/runRows'
import { sweepChoices } from '../../../src/renderer/panels/runs/sweepChoices'
import { newAxis, planOf, type SweepDraft } from '../../../src/renderer/panels/runs/sweepDraft'
import { smallDocument } from '../../engine/documents'

const document = smallDocument({}, ['affine-coupling', 'affine-coupling'])
const run = (id: string, changes: Partial<KeptRun> = {}): KeptRun => ({
  id,
  name: id,
  named: false,
  pinned: false,
  began: `2026-01-0${id.charCodeAt(0) - 96}T00:00:00.000Z`,
  sweep: null,
  state: 'finished',
  reason: null,
  step: 40,
  steps: 40,
  seconds: null,
  best: null,
  last: null,
  testNll: null,
  untested: null,
  outline: document,
  resumable: true,
  bytes: 1,
  ...changes,
})

const sweep: KeptSweep = {
  id: 's',
  name: 'Rates and widths',
  began: '2026-01-01T00:00:00.000Z',
  plan: {
    axes: [
      { path: 'training.optimizer.learningRate', values: { kind: 'list', values: [0.0054772, 0.03] } },
      { path: 'types.affine-coupling.width', values: { kind: 'list', values: [8, 32] } },
    ],
    search: { kind: 'grid' },
    seeds: [1],
  },
  steps: 40,
  runs: [
    { run: 'a', point: 0, values: [0.0054772, 8], seed: 1 },
    { run: 'b', point: 3, values: [0.03, 32], seed: 1 },
  ],
}

describe('the table of runs', () => {
  const faster = { ...document, training: { ...document.training, batchSize: 16 } }
  const runs = [run('a', { best: 2 }), run('b', { best: 1.5, outline: faster }), run('c', { pinned: true })]

  it('tells changes and the difference of losses from the baseline, of which it tells none', () => {
    const rows = rowsOf(runs, emptyQueue, runs[0])
    expect(rows.map(({ changes, delta }) => [changes, delta])).toEqual([[null, null], [['batch size 32 → 16'], -0.5], [[], null]]) // prettier-ignore
    expect(rowsOf(runs, emptyQueue, null).every(({ changes }) => changes === null)).toBe(true)
  })

  it('tells what a sweep gave a run where there is no baseline, and finds it by that', () => {
    const given = sweepChoices([sweep], new Map(runs.map((one) => [one.id, one])))
    const rows = rowsOf(runs, emptyQueue, null, given)
    expect(rows.map(({ choice }) => choice)).toEqual([['learning rate 0.005477', 'width 8'], ['learning rate 0.03', 'width 32'], null]) // prettier-ignore
    expect(filtered(rows, 'width 32', () => '').map((row) => row.run.id)).toEqual(['b'])
  })

  it('shows how far a run of the queue has come', () => {
    const queue: RunQueue = { ...emptyQueue, entries: [{ run: 'a', state: 'training', step: 50, until: null, stepsPerSecond: 1, best: 1 }] } // prettier-ignore
    expect(rowsOf(runs, queue, null)[0]).toMatchObject({ step: 50, best: 1 })
  })

  it('sorts either way, pinned ones first and what is not known last', () => {
    const rows = rowsOf(runs, emptyQueue, null)
    const order = (descending: boolean) => sorted(rows, { by: 'best', descending }).map((row) => row.run.id)
    expect(order(false)).toEqual(['c', 'b', 'a'])
    expect(order(true)).toEqual(['c', 'a', 'b'])
  })

  it('finds rows that have all words', () => {
    const rows = rowsOf(runs, emptyQueue, runs[0])
    expect(filtered(rows, 'batch 16', () => 'finished').map((row) => row.run.id)).toEqual(['b'])
    expect(filtered(rows, ' ', () => '')).toHaveLength(3)
  })

  it('chooses one, one more or less, and all between', () => {
    const rows = ['a', 'b', 'c', 'd']
    const one = { more: false, upTo: false }
    expect(chosenAfter(['a', 'b'], rows, 'c', one)).toEqual(['c'])
    expect(chosenAfter(['a'], rows, 'c', { ...one, more: true })).toEqual(['a', 'c'])
    expect(chosenAfter(['a', 'c'], rows, 'c', { ...one, more: true })).toEqual(['a'])
    expect(chosenAfter(['d'], rows, 'b', { ...one, upTo: true })).toEqual(['d', 'c', 'b'])
  })
})

describe('the form of a sweep', () => {
  const options = axisOptions(document)
  const option = (path: string) => options.find((one) => one.path === path)!
  const draft = (changes: Partial<SweepDraft>): SweepDraft => ({ name: 's', axes: [], search: 'grid', count: 5, seed: 0, eta: 3, least: 2, seeds: '1', ...changes }) // prettier-ignore

  it('offers what the inspector has: training, all blocks of a type, and each block', () => {
    expect(option('training.optimizer.learningRate').label).toBe('Training: learning rate')
    expect(option('types.affine-coupling.width').control).toMatchObject({ kind: 'number', integer: true })
    expect(option('blocks.affine-coupling-2.width').label).toBe('2 Affine coupling: width')
    expect(options.map(({ path }) => path)).not.toContain('training.seed')
  })

  it('begins with a range around what the document has, and all values of a choice', () => {
    expect(newAxis(option('training.batchSize'))).toMatchObject({ kind: 'log', from: 16, to: 64, list: '32' })
    expect(newAxis(option('training.optimizer.type')).picked).toEqual(['adam', 'adamw'])
  })

  it('asks how many values a range has only where they are not drawn from it', () => {
    const modelValue = newAxis(option('training.batchSize'))
    const fields = (drawn: boolean) =>
      mount(AxisField, { props: { modelValue, options, drawn }, global: { stubs: ['IconButton'] } }).findAll('input')
    expect([fields(false).length, fields(true).length]).toEqual([3, 2])
  })

  it('makes a plan, or says what is missing', () => {
    const axis = { ...newAxis(option('training.batchSize')), kind: 'list' as const, list: '16, 32' }
    expect(planOf(draft({ axes: [axis], seeds: '1 2' }), options)).toEqual({
      axes: [{ path: 'training.batchSize', values: { kind: 'list', values: [16, 32] } }],
      search: { kind: 'grid' },
      seeds: [1, 2],
    })
    expect(planOf(draft({}), options)).toBe('noAxis')
    expect(planOf(draft({ axes: [axis], seeds: '' }), options)).toBe('seeds')
    expect(planOf(draft({ axes: [{ ...axis, list: '16, many' }] }), options)).toBe('numbers')
    const choice = { ...newAxis(option('training.optimizer.type')), picked: [] }
    expect(planOf(draft({ axes: [choice] }), options)).toBe('pick')
  })
})

describe('parallel coordinates of a sweep', () => {
  it('have factors, or even steps, of equal length, and words apart evenly', () => {
    const range = { kind: 'range', scale: 'log', from: 0.001, to: 0.1, count: 3, integer: false } as const
    const rates = settingAxis({ path: 'r', values: range }, [0.1, 0.001, 0.01], 'rate', String)
    expect(rates.at(0.01)).toBeCloseTo((rates.at(0.001) + rates.at(0.1)) / 2)
    expect(rates.marks.map(({ label }) => label)).toEqual(['0.001', '0.01', '0.1'])
    expect(rates.word(rates.at(0.01))).toBe('0.01')
    const kinds = settingAxis(
      { path: 'k', values: { kind: 'list', values: ['adam', true] } },
      ['adam', true],
      'kind',
      String,
    )
    expect(kinds.marks.map(({ label }) => label)).toEqual(['adam', 'true'])
    expect(kinds.word(0.1)).toBe('adam')
    expect(numberAxis('loss', [2, 2], false, 3).at(2)).toBe(0.5)
    const sizes = numberAxis('batch size', [303, 422, 439, 442, 476, 679, 849, 1024], true, 4)
    expect(sizes.marks.map(({ label }) => label)).toEqual(['303', '411', '557', '755', '1\u2009024'])
    expect(sizes.word(sizes.at(1024))).toBe('1\u2009024')
  })

  it('are coloured by the order of losses, the best farthest from the ground', () => {
    const place = (point: number, mean: number | null) => ({ point, mean, values: [], runs: [], step: 1, sd: null })
    const dark = lossColours([place(0, 1), place(1, 2), place(2, null)], false)
    const sum = (colour: string) => (colour.match(/\d+/g) ?? []).reduce((all, part) => all + Number(part), 0)
    expect(sum(dark.get(0)!)).toBeGreaterThan(sum(dark.get(1)!))
    expect(dark.get(2)).toBe('var(--text-faint)')
  })
})

describe('the training loss of compared runs', () => {
  it('is smoothed without the pull of its beginning, across what is no number', () => {
    expect([...smoothed(Float64Array.of(3, 3, 3), 0.9)].map((value) => value.toFixed(6))).toEqual(['3.000000', '3.000000', '3.000000']) // prettier-ignore
    expect([...smoothed(Float64Array.of(1, NaN, 2), 0)]).toEqual([1, 1, 2])
  })
})
