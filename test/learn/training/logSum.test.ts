import { logSumOfRows } from '@shared/learn/training/objectives/logSum'
import { analyseBatch } from '@shared/tensor/backends/analysis/batchAxis'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../../flow/support/compare'

const programOf = (rows: number) => {
  const b = new Builder()
  const x = b.rows('x', [rows, 1])
  const total = logSumOfRows(b, b.reshape(x, [rows]))
  return b.program('log sum', { total, shares: gradient(b, total, [x])[0] })
}

function exactly(x: readonly number[]) {
  const top = Math.max(...x)
  const sum = x.reduce((total, value) => total + Math.exp(value - top), 0)
  return { total: top + Math.log(sum), shares: x.map((value) => Math.exp(value - top) / sum) }
}

const many = Array.from({ length: 512 }, (_, i) => Math.sin(i) * 3)

describe('the logarithm of a sum over rows', () => {
  it.each<[string, readonly number[]]>([
    ['few like numbers', [0.3, -1, 0.5]],
    ['one number', [-3]],
    ['many', many],
    ['one far above the rest', many.map((value, i) => (i === 7 ? 1e5 : value))],
    ['one far below', many.map((value, i) => (i === 7 ? -1e8 : value))],
    ['most far below', many.map((value, i) => (i % 50 === 7 ? value : value - 1e6))],
    ['a ladder', many.map((_, i) => -1000 * i)],
    ['all far off', many.map((value) => value - 1e7)],
  ])('and its gradient are right in single precision for %s', (_, x) => {
    const single = x.map(Math.fround)
    const found = interpret(programOf(x.length), new Map([['x', single]]), Float32Array)
    const wanted = exactly(single)
    expectClose(found.get('total')!, [wanted.total], 1e-6)
    expectClose(found.get('shares')!, wanted.shares, Math.max(1e-5, Math.abs(wanted.total) * 1e-7))
  })

  it('leaves a program that can be split by rows', () => {
    expect(analyseBatch(programOf(64))).not.toBeNull()
  })
})
