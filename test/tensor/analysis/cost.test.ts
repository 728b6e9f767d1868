import { describe, expect, it } from 'vitest'
import { documentOf, judged } from '@shared/learn/bench/configurations'
import { rowsFor } from '@shared/learn/bench/subject'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { compileFlow } from '@shared/flow/compile'
import { costOf } from '@shared/tensor/analysis/cost'
import { Builder } from '@shared/tensor/ir/builder'

describe('the cost of a program', () => {
  it('counts a product as two operations for each entry of the inner axis', () => {
    const b = new Builder()
    const product = b.matmul(b.rows('x', [5, 3]), b.input('w', [3, 4]))
    expect(costOf(b.program('product', { product }))).toEqual({ flops: 2 * 5 * 3 * 4, bytes: 4 * (15 + 12 + 20), kernels: 1 }) // prettier-ignore
  })

  it('counts a root once for each of its iterations', () => {
    const cost = (iterations: number) => {
      const b = new Builder()
      const p = b.input('p', [6])
      const root = b.root(
        (r, x, [q]) => r.sub(x, q),
        { lower: b.fill(-2, [6]), upper: b.fill(2, [6]) },
        [p],
        iterations,
      )
      return costOf(b.program('root', { root })).flops
    }
    expect(cost(20)).toBe(2 * cost(10))
    expect(cost(10)).toBeGreaterThanOrEqual(10 * 6)
  })

  it('finds the arithmetic of a RealNVP step, 105 MFLOP in its products', async () => {
    const document = documentOf(judged[0])
    const { dims } = await rowsFor(document)
    const flow = compileFlow(document, dims)
    if (!flow.ok) throw new Error('the flow does not compile')
    const { flops, kernels } = costOf(stepProgram(flow.value, document.training, 512))
    expect(flops).toBeGreaterThan(105e6)
    expect(flops).toBeLessThan(130e6)
    expect(kernels).toBeGreaterThan(100)
  })
})
