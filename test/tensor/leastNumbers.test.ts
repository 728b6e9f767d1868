import { describe, expect, it } from 'vitest'
import { leastNumbers } from '@shared/tensor/analysis/memory'
import { Builder } from '@shared/tensor/ir/builder'

describe('what a run must hold at once', () => {
  it('counts operands and results of products, while they are needed', () => {
    const b = new Builder()
    const [x, w] = [b.input('x', [100, 8]), b.input('w', [8, 8])]
    const first = b.matmul(x, w)
    const second = b.matmul(b.tanh(first), w)
    const program = b.program('two layers', { y: b.sum(second, [0, 1]) })
    // w; then first and its tanh, or the tanh and second
    expect(leastNumbers(program)).toBe(64 + 800 + 800)
  })

  it('counts what is kept for later', () => {
    const b = new Builder()
    const [x, w] = [b.input('x', [100, 8]), b.input('w', [8, 8])]
    const first = b.matmul(x, w)
    const second = b.matmul(first, w)
    const program = b.program('kept', { y: b.matmul(first, second, { transposeA: true }) })
    expect(leastNumbers(program)).toBe(800 + 800 + 64)
  })

  it('counts nothing of what can be fused', () => {
    const b = new Builder()
    const x = b.input('x', [1000])
    expect(leastNumbers(b.program('sum', { y: b.sum(b.exp(b.square(x))) }))).toBe(0)
  })
})
