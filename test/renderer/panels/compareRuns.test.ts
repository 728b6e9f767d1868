import { describe, expect, it } from 'vitest'
import { newObjective } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import { settingsTable } from '@shared/document/settingsTable'
import type { KeptRun, MetricsBatch } from '@shared/rpc/protocol'
import { comparedTable, resultWord } from '../../../src/renderer/panels/runs/comparedResults'
import { beside, nearest, readAt, spanOf } from '../../../src/renderer/panels/runs/curveReading'
import { seriesOf, type CurveChoice } from '../../../src/renderer/panels/runs/curveSeries'
import { unitOf } from '../../../src/renderer/panels/runs/curveUnit'
import { briefly, distinct, secondsOf } from '../../../src/renderer/panels/runs/runWords'
import { smallDocument } from '../../engine/documents'

const history = (validationSteps: number[], losses: number[]): MetricsBatch => {
  const steps = Float64Array.from({ length: validationSteps.at(-1) ?? 0 }, (_, i) => i + 1)
  return {
    steps,
    trainLoss: steps.map((step) => (step === 2 ? NaN : 10 / step)),
    gradientNorm: steps,
    seconds: steps.map((step) => step / 10),
    validationSteps: Float64Array.from(validationSteps),
    validationLoss: Float64Array.from(losses),
  }
}
const choice: CurveChoice = { what: 'validation', by: 'step', log: false, memory: 0 }

describe('curves that are read', () => {
  const short = history([0, 10, 20], [3, 2, 1])
  const long = history([0, 15, 30, 45], [4, 3, NaN, 2])
  const series = [short, long].map((one) => seriesOf(one, choice))

  it('have the points that are known, by steps or by seconds', () => {
    expect(series[1]).toEqual({ x: [0, 15, 45], losses: [4, 3, 2], steps: [0, 15, 45] })
    expect(seriesOf(short, { ...choice, by: 'time' }).x).toEqual([0, 1, 2])
    expect(seriesOf(short, { ...choice, what: 'training' }).losses.slice(0, 3)).toEqual([10, 10, 10 / 3])
  })

  it('are read at the point that is closest, of whichever curve', () => {
    expect([-5, 4, 12, 13, 33, 99].map((x) => nearest(series, x))).toEqual([0, 0, 10, 15, 45, 45])
    expect(nearest([], 3)).toBeNull()
    expect(spanOf(series)).toEqual([0, 45])
    expect(spanOf([{ x: [], losses: [], steps: [] }])).toBeNull()
  })

  it('are gone through from point to point by keys, to their ends', () => {
    const through = (from: number, side: 'before' | 'after') => {
      const places = [from]
      for (let n = 0; n < 6; n++) places.push(beside(series, places.at(-1)!, side))
      return places
    }
    expect(through(0, 'after')).toEqual([0, 10, 15, 20, 45, 45, 45])
    expect(through(45, 'before')).toEqual([45, 20, 15, 10, 0, 0, 0])
  })

  it('say what was last measured, and nothing beyond their ends', () => {
    expect(readAt(series[0], 15)).toEqual({ x: 10, loss: 2, step: 10 })
    expect(readAt(series[0], 20)?.loss).toBe(1)
    expect(readAt(series[0], 21)).toBeNull()
    expect(readAt(series[1], -1)).toBeNull()
  })
})

describe('the unit of compared losses', () => {
  it('is that of the objective, or of what is validated beside it', () => {
    const units = (objective: Objective) => (['training', 'validation'] as const).map((what) => unitOf(objective, what))
    expect(units({ type: 'maximum-likelihood' })).toEqual(['nats per row', 'nats per row'])
    expect(units(newObjective('reverse-kl'))).toEqual(['nats', 'nats'])
    expect(units(newObjective('flow-matching'))).toEqual(['mean square per coordinate', 'nats per row'])
  })
})

describe('the table of runs that are compared', () => {
  const document = smallDocument()
  const faster = { ...document, training: { ...document.training, batchSize: 16, seed: 5 } }
  const run = (changes: Partial<KeptRun>): KeptRun => ({
    id: 'a', name: 'Small', named: false, pinned: false, began: '', sweep: null, state: 'finished', reason: null, step: 1234,
    steps: 2000, seconds: 1.23456, best: 1 / 3, last: 0.5, testNll: null, untested: null, outline: document, resumable: true, bytes: 1, ...changes,
  }) // prettier-ignore
  const runs = [run({ testNll: 0.75 }), run({ id: 'b', best: 0.25, untested: 'no-rows', outline: faster })]

  it('tells what a loss has more than that which it is held against, and why there is none', () => {
    const row = (result: 'best' | 'test' | 'steps' | 'seconds') => runs.map((one) => resultWord(result, one, runs[0]))
    expect(row('best')).toEqual(['0.3333', '0.2500 (−0.0833)'])
    expect(row('test')).toEqual(['0.7500', 'no test rows'])
    expect(row('steps')).toEqual(['1\u2009234', '1\u2009234'])
    expect(row('seconds')).toEqual(['1.235', '1.235'])
    expect([0.01, 0.0163, 99, 3723.4, null].map(secondsOf)).toEqual(['0.010', '0.016', '99.000', '3\u2009723', '–'])
  })

  it('tells runs of one name apart', () => {
    expect(distinct(['a', 'b', 'a', 'a (2)', 'a'])).toEqual(['a', 'b', 'a (2)', 'a (2) (2)', 'a (3)'])
  })

  it('has numbers of four digits, and more where they would be the same else', () => {
    expect(briefly(['0.00547723', '0.03', '−1.23456e−8', 'none', '12\u2009400'])).toEqual(['0.005477', '0.03', '−1.235e−8', 'none', '12\u2009400']) // prettier-ignore
    expect(briefly(['0.123456', '0.123457', '0.123456'])).toEqual(['0.123456', '0.123457', '0.123456'])
  })

  it('is written as CSV with all digits', () => {
    const settings = settingsTable(runs.map(({ outline }) => outline))
    expect(comparedTable(['Small', 'Small, again'], settings, runs).split('\n')).toEqual([
      ',Small,"Small, again"',
      'Training: batch size,32,16',
      'Training: seed,1,5',
      'best validation loss,0.3333333333333333,0.25',
      'last validation loss,0.5,0.5',
      'test NLL,0.75,',
      'steps,1234,1234',
      'seconds,1.23456,1.23456',
      'seed,1,5',
      '',
    ])
  })
})
