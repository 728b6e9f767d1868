import { describe, expect, it } from 'vitest'
import { setSetting } from '@shared/document/edits'
import { promotionOf, rungsOf, shareTaken, type RunResult } from '@shared/document/sweep/halving'
import { readAt, writeAt } from '@shared/document/sweep/place'
import type { SweepAxis, SweepPlan } from '@shared/document/sweep/plan'
import { pointsOf } from '@shared/document/sweep/points'
import { rank } from '@shared/document/sweep/ranking'
import { variantsOf } from '@shared/document/sweep/variants'
import { smallDocument } from '../engine/documents'

const document = smallDocument({ steps: 400 }, ['affine', 'spline-coupling', 'spline-coupling'])
const rate: SweepAxis = {
  path: 'training.optimizer.learningRate',
  values: { kind: 'range', scale: 'log', from: 0.001, to: 0.1, count: 3, integer: false },
}
const bins: SweepAxis = { path: 'types.spline-coupling.bins', values: { kind: 'list', values: [4, 8] } }
const plan = (changes: Partial<SweepPlan> = {}): SweepPlan => ({
  axes: [rate, bins],
  search: { kind: 'grid' },
  seeds: [1],
  ...changes,
})
const made = (outcome: ReturnType<typeof variantsOf>) => (outcome.ok ? outcome.value : [])
const faultOf = (changes: Partial<SweepPlan>) => {
  const outcome = variantsOf(document, plan(changes))
  return outcome.ok ? null : outcome.issues[0].message
}

describe('the variants of a sweep', () => {
  it('are all choices of a grid, the last axis fastest, once for each seed', () => {
    const variants = made(variantsOf(document, plan({ seeds: [1, 2] })))
    expect(variants.map(({ values, seed }) => [...values, seed])).toEqual(
      [0.001, 0.01, 0.1].flatMap((lr) => [4, 8].flatMap((count) => [1, 2].map((seed) => [lr, count, seed]))),
    )
    const { training } = variants[4].document
    expect(training).toEqual({
      ...document.training,
      seed: 1,
      optimizer: { ...document.training.optimizer, learningRate: 0.01 },
    })
  })

  it('set all blocks of a type at once, or one by its name', () => {
    const [first] = made(variantsOf(document, plan({ axes: [bins] })))
    const all = document.graph.nodes.filter((node) => node.kind === 'bijector' && node.type === 'spline-coupling')
    expect(first.document).toEqual({
      ...all.reduce((next, { id }) => setSetting(next, id, 'bins', 4), document),
      training: { ...document.training, seed: 1 },
    })
    const one = writeAt(document, 'blocks.spline-coupling-2.bins', 12)
    expect(one).toEqual({ ok: true, value: setSetting(document, 'spline-coupling-2', 'bins', 12) })
    expect(readAt(document, 'types.spline-coupling.bins').ok).toBe(true)
  })

  it('are the same draws for the same seed, within their range, others for another', () => {
    const random = (seed: number) => pointsOf(plan({ search: { kind: 'random', count: 40, seed } }))
    expect(random(3)).toEqual(random(3))
    expect(random(3)).not.toEqual(random(4))
    const rates = random(3).map(([value]) => value as number)
    expect(rates.every((value) => value >= 0.001 && value <= 0.1)).toBe(true)
    // by factors: as many below the geometric mean as above, where evenly drawn ones would be above nine times in ten
    expect(rates.filter((value) => value < 0.01).length).toBeGreaterThan(10)
  })

  it('are whole where the range is, each once', () => {
    const whole: SweepAxis = { path: 'training.batchSize', values: { kind: 'range', scale: 'linear', from: 1, to: 3, count: 5, integer: true } } // prettier-ignore
    expect(pointsOf(plan({ axes: [whole] }))).toEqual([[1], [2], [3]])
  })

  it('say which one is wrong, and in what', () => {
    const bad: SweepAxis = { path: 'training.optimizer.learningRate', values: { kind: 'list', values: [0.01, -1] } }
    expect(faultOf({ axes: [bad] })).toMatch(/^Variant 2 \(learning rate 0\.01 → −1\):|^Variant 2 \(/)
    expect(faultOf({ axes: [{ path: 'training.nothing', values: bad.values }] })).toContain('no setting there')
    expect(faultOf({ axes: [{ path: 'types.planar.width', values: bad.values }] })).toContain(
      'no block of type "planar"',
    )
    expect(faultOf({ axes: [{ path: 'types.affine.width', values: bad.values }] })).toContain('no setting "width"')
    expect(faultOf({ axes: [rate, rate] })).toContain('twice')
    expect(faultOf({ search: { kind: 'random', count: 200, seed: 0 }, seeds: [1, 2] })).toContain('400 runs')
    expect(faultOf({ search: { kind: 'halving', count: 8, seed: 0, eta: 2, least: 400 } })).toContain(
      'fewer than the 400',
    )
  })
})

describe('successive halving', () => {
  const halving = plan({ search: { kind: 'halving', count: 9, seed: 0, eta: 3, least: 40 } })
  const results = (steps: readonly number[], losses: readonly (number | null)[]): readonly RunResult[] =>
    steps.map((step, i) => ({ run: `r${i}`, step, loss: losses[i], over: false }))
  const losses = [9, 1, 8, 2, 7, 3, 6, 3, 5]

  it('has rungs by factors of η up to the steps of the document', () => {
    expect(rungsOf(halving, 400)).toEqual([40, 120, 360, 400])
    expect(rungsOf(plan(), 400)).toEqual([Infinity])
  })

  it('trains all to the first rung, then the best third on, ties by their order', () => {
    expect(promotionOf(halving, 400, results([0, 40, 0, 40, 0, 40, 40, 40, 40], losses))).toEqual({ runs: ['r0', 'r2', 'r4'], until: 40 }) // prettier-ignore
    expect(promotionOf(halving, 400, results(Array<number>(9).fill(40), losses))).toEqual({ runs: ['r1', 'r3', 'r5'], until: 120 }) // prettier-ignore
  })

  it('answers the same when it is asked half-way, though losses have fallen meanwhile', () => {
    const steps = [40, 120, 40, 40, 40, 40, 40, 40, 40]
    const fallen = losses.map((loss, i) => (i === 1 ? 0.5 : loss))
    expect(promotionOf(halving, 400, results(steps, fallen))).toEqual({ runs: ['r3', 'r5'], until: 120 })
  })

  it('ends with one, and lets a run that failed go no further', () => {
    const done = results([40, 400, 40, 120, 40, 120, 40, 40, 40], losses)
    expect(promotionOf(halving, 400, done)).toBeNull()
    const failed = results(Array<number>(9).fill(40), losses).map((run) =>
      run.run === 'r1' ? { ...run, loss: null, over: true } : run,
    )
    expect(promotionOf(halving, 400, failed)?.runs).toEqual(['r3', 'r5', 'r7'])
  })
})

describe('how far a sweep has come', () => {
  const halving = plan({ search: { kind: 'halving', count: 9, seed: 0, eta: 3, least: 40 } })
  const runs = (steps: readonly number[], over: readonly number[] = []) =>
    steps.map((step, i) => ({ run: `r${i}`, step, loss: i, over: over.includes(i), end: 400 }))

  it('is its steps taken over those planned, also where runs have ends of their own', () => {
    expect(shareTaken(plan(), 400, runs([400, 100, 0, 0]))).toBe(500 / 1600)
    expect(shareTaken(plan(), 400, [{ run: 'a', step: 10, loss: 1, over: false, end: 40 }])).toBe(0.25)
    expect(shareTaken(plan(), 400, runs([400, 100, 7, 400], [1, 2]))).toBe(1)
    expect(shareTaken(plan(), 400, [])).toBe(0)
  })

  it('never falls from rung to rung of a halving, and ends at all', () => {
    const all = 9 * 40 + 3 * 80 + 240 + 40
    const rest = [40, 40, 40, 40, 40, 40]
    const along = [runs([20, 0, 0, 0, 0, 0, 0, 0, 0]), runs([40, 40, 40, ...rest]), runs([120, 80, 40, ...rest]), runs([120, 120, 120, ...rest]), runs([400, 120, 120, ...rest])] // prettier-ignore
    expect(along.map((one) => Math.round(all * shareTaken(halving, 400, one)))).toEqual([20, 360, 480, 600, all])
    expect(shareTaken(halving, 400, runs([1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8]))).toBe(1)
  })
})

describe('the ranking of a sweep', () => {
  it('is by the mean over seeds, with their standard deviation, ties in order, the unmeasured last', () => {
    const run = (point: number, seed: number, loss: number | null) => ({ run: `${point}/${seed}`, point, values: [point], seed, step: 1, loss }) // prettier-ignore
    const places = rank([run(0, 1, null), run(1, 1, 2), run(1, 2, 4), run(2, 1, 1), run(3, 1, 3)])
    expect(places.map(({ point, mean, sd }) => [point, mean, sd])).toEqual([
      [2, 1, null],
      [1, 3, Math.SQRT2],
      [3, 3, null],
      [0, null, null],
    ])
  })
})
