import { readFileSync } from 'node:fs'
import { batchNorm } from '@shared/flow/bijectors/batchNorm'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../../flow/support/compare'
import { tinyFlow, tinySettings } from '../tinyFlow'

/** Written by test/fixtures/parity/make_batch_norm.py. */
interface Reference {
  readonly momentum: number
  readonly epsilon: number
  readonly rows: number
  readonly logScale: readonly number[]
  readonly shift: readonly number[]
  readonly batches: readonly {
    readonly x: readonly number[]
    readonly loss: number
    readonly dLogScale: readonly number[]
    readonly dShift: readonly number[]
    readonly dX: readonly number[]
    readonly runningMean: readonly number[]
    readonly unbiasedVariance: readonly number[]
  }[]
}
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/parity/batch-norm.json', import.meta.url), 'utf8'),
) as Reference
const { momentum, epsilon, rows, logScale, shift, batches } = reference

const dims = 2
const flow = tinyFlow(dims, [{ id: 'norm', of: batchNorm.create({ momentum, epsilon }, dims) }])
const start = [0, 0, 1, 1, ...logScale, ...shift]

/** θ after a step at a learning rate of next to nothing, in which only what the block settles moves. */
function stepped(theta: ArrayLike<number>, x: readonly number[]): Float64Array {
  const optimizer = { ...tinySettings().optimizer, learningRate: 1e-12 }
  const zeros = new Float64Array(flow.size)
  const inputs = new Map<string, ArrayLike<number>>([
    ['x', x],
    ['theta', theta],
    ...['m', 'v', 'ema', 'good'].map((name) => [name, zeros] as const),
    ...['step', 'count', 'failed'].map((name) => [name, [0]] as const),
  ])
  const program = stepProgram(flow, tinySettings({ optimizer }), rows)
  return Float64Array.from(interpret(program, inputs).get('theta')!)
}

/** −mean log p and its gradients, as a step of training has them or as everything else does. */
function lossAt(theta: ArrayLike<number>, x: readonly number[], training: boolean) {
  const b = new Builder()
  const [points, whole] = [b.input('x', [rows, dims]), b.input('theta', [flow.size])]
  const loss = b.neg(b.mean(flow.trace(b, whole, training ? { settled: new Map() } : {}).logDensity(points).logDensity))
  const [dTheta, dX] = gradient(b, loss, [whole, points])
  const found = interpret(
    b.program('loss', { loss, dTheta, dX }),
    new Map([
      ['x', x],
      ['theta', theta],
    ]),
  )
  return { loss: found.get('loss')![0], dTheta: found.get('dTheta')!, dX: found.get('dX')! }
}

describe('batch normalisation', () => {
  it.each(batches)(
    "has PyTorch's loss and gradients in a step of training, through the batch's moments too",
    (batch) => {
      const { loss, dTheta, dX } = lossAt(start, batch.x, true)
      expect(loss).toBeCloseTo(batch.loss, 8)
      expectClose(dTheta.slice(4), [...batch.dLogScale, ...batch.dShift], 1e-8)
      expectClose(dX, batch.dX, 1e-8)
      expect([...dTheta.slice(0, 4)]).toEqual([0, 0, 0, 0])
    },
  )

  it("moves its running averages by every step as PyTorch's move", () => {
    let theta: Float64Array = Float64Array.from(start)
    // PyTorch's variance is over n − 1 rows: what is over n of a batch counts n / (n − 1) as much
    const variances = [1, 1]
    for (const { x, runningMean, unbiasedVariance } of batches) {
      const before = theta
      theta = stepped(theta, x)
      expectClose(theta.slice(0, 2), runningMean, 1e-9)
      variances.forEach((old, i) => {
        const own = (theta[2 + i] - (1 - momentum) * before[2 + i]) / momentum
        variances[i] = (1 - momentum) * old + (momentum * own * rows) / (rows - 1)
      })
      expectClose(variances, unbiasedVariance, 1e-8)
    }
  })

  it('is a plain affine map of its running averages outside of training, whatever the batch', () => {
    const theta = [0.5, -1, 4, 0.25, ...logScale, ...shift]
    const x = batches[0].x
    const expected = x.map((value, at) => {
      const i = at % dims
      return Math.exp(logScale[i]) * ((value - theta[i]) / Math.sqrt(theta[2 + i] + epsilon)) + shift[i]
    })
    const logDet = [0, 1].reduce((sum, i) => sum + logScale[i] - Math.log(theta[2 + i] + epsilon) / 2, 0)
    const squares = expected.reduce((sum, z) => sum + z * z, 0) / rows
    expect(lossAt(theta, x, false).loss).toBeCloseTo(squares / 2 + Math.log(2 * Math.PI) - logDet, 10)
  })
})
