import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import { fingerprint } from '@shared/tensor/ir/fingerprint'
import type { Node, Program } from '@shared/tensor/ir/program'
import { allCases } from './support/cases'
import { caseProgram } from './support/run'

const programOf = (write: (b: Builder) => Node): Program => {
  const b = new Builder()
  return b.program('one', { y: write(b) })
}

const matrix = (b: Builder) => b.input('x', [4, 4])
const doubled = (factor: number) => (b: Builder) =>
  b.root((inner, x, [p]) => inner.sub(inner.mul(factor, x), p), { lower: b.scalar(-9), upper: b.scalar(9) }, [
    matrix(b),
  ])

/** Programs that differ in one attribute each. */
const differing: readonly (readonly [what: string, ...programs: ((b: Builder) => Node)[]])[] = [
  ['the name of an input', (b) => b.input('x', [2]), (b) => b.input('y', [2])],
  ['the shape of an input', (b) => b.input('x', [2, 3]), (b) => b.input('x', [3, 2]), (b) => b.input('x', [23])],
  ['whether an input is rows', (b) => b.input('x', [2]), (b) => b.rows('x', [2])],
  ['a constant', (b) => b.scalar(0), (b) => b.scalar(-0), (b) => b.scalar(NaN), (b) => b.scalar(1), (b) => b.scalar(1 + 2 ** -52)],
  ['the shape of a constant', (b) => b.constant([1, 2], [2]), (b) => b.constant([1, 2], [1, 2])],
  ['the entries of a long constant', ...[0, 1].map((last) => (b: Builder) => b.constant([...new Array<number>(99).fill(0), last], [100]))],
  ['a reshape', (b) => b.reshape(matrix(b), [2, 8]), (b) => b.reshape(matrix(b), [8, 2])],
  ['a broadcast', (b) => b.broadcast(b.input('x', []), [2, 8]), (b) => b.broadcast(b.input('x', []), [8, 2])],
  ['a permutation', (b) => b.transpose(b.input('x', [2, 2, 2]), [0, 2, 1]), (b) => b.transpose(b.input('x', [2, 2, 2]), [1, 0, 2])],
  ['the axis of a concatenation', (b) => b.concat([matrix(b), matrix(b)], 0), (b) => b.concat([matrix(b), matrix(b)], 1)],
  ['what is taken', (b) => b.take(matrix(b), [0, 1]), (b) => b.take(matrix(b), [1, 2]), (b) => b.take(matrix(b), [1, 0]), (b) => b.take(matrix(b), [0, 1], 0)],
  ['where something is put', (b) => b.put(matrix(b), [0, 1, 2, 3], 5), (b) => b.put(matrix(b), [1, 2, 3, 4], 5), (b) => b.put(matrix(b), [0, 1, 2, 3], 6)],
  ['the size of a scatter', (b) => b.scatter(matrix(b), matrix(b), 5), (b) => b.scatter(matrix(b), matrix(b), 6)],
  ['the axes of a sum', (b) => b.sum(matrix(b), [0]), (b) => b.sum(matrix(b), [1]), (b) => b.sum(matrix(b))],
  ['the kind of reduction', (b) => b.sum(matrix(b), [0]), (b) => b.maxReduce(matrix(b), [0])],
  ['the way of a running sum', (b) => b.cumsum(matrix(b), 0), (b) => b.cumsum(matrix(b), 1), (b) => b.cumsum(matrix(b), 1, { reverse: true }), (b) => b.cumsum(matrix(b), 1, { exclusive: true })],
  ['what a product transposes', (b) => b.matmul(matrix(b), matrix(b)), (b) => b.matmul(matrix(b), matrix(b), { transposeA: true }), (b) => b.matmul(matrix(b), matrix(b), { transposeB: true })],
  ['which triangle is solved', ...[{}, { lower: false }, { unit: true }, { transpose: true }].map((how) => (b: Builder) => b.triangularSolve(matrix(b), matrix(b), how))],
  ['the body of a root', doubled(2), doubled(3)],
  ['the order of operands', (b) => b.sub(b.input('x', []), b.input('y', [])), (b) => b.sub(b.input('y', []), b.input('x', []))],
] // prettier-ignore

describe('the fingerprint of a program', () => {
  it.each(allCases)('is that of the same program traced again: $title', ({ use }) => {
    expect(fingerprint(caseProgram(use))).toBe(fingerprint(caseProgram(use)))
  })

  it.each(differing.map(([what, ...writes]) => ({ what, writes })))('tells $what', ({ writes }) => {
    const found = writes.map((write) => fingerprint(programOf(write)))
    expect(new Set(found).size).toBe(writes.length)
  })

  it('tells what is an output, what an update, and their names', () => {
    const b = new Builder()
    const [x, y] = [b.input('x', []), b.input('y', [])]
    const sum = b.add(x, y)
    const programs = [
      b.program('p', { sum }),
      b.program('p', { total: sum }),
      b.program('p', {}, { x: sum }),
      b.program('p', {}, { y: sum }),
      b.program('p', { sum, x2: x }),
      b.program('p', { 'sum" 2,"x2': x }),
    ]
    expect(new Set(programs.map(fingerprint)).size).toBe(programs.length)
  })

  it('does not depend on the name of the program or on what its nodes were made for', () => {
    const b = new Builder()
    const named = b.within('block', () => b.program('named', { y: b.exp(b.input('x', [])) }))
    expect(fingerprint(named)).toBe(fingerprint(programOf((c) => c.exp(c.input('x', [])))))
  })
})
