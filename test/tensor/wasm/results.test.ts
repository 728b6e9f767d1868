import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { compile, distanceToReference } from './support/machine'

/** A program of 70 rows x [70, 5] with weights [5, 8], and what is wide beside their product: k [70, 8, 3]. */
const programOf = (write: (b: Builder, x: Node, product: Node, k: Node) => Readonly<Record<string, Node>>): Program => {
  const b = new Builder()
  const x = b.rows('x', [70, 5])
  return b.program('results', write(b, x, b.matmul(x, b.input('w', [5, 8])), b.rows('k', [70, 8, 3])))
}

const cases: readonly (readonly [title: string, write: Parameters<typeof programOf>[0]])[] = [
  ['truth values, of rows and not', (b, x) => ({
    positive: b.less(0, x),
    turned: b.transpose(b.less(0, x)),
    one: b.less(b.sum(x), 0),
    fixed: b.less(b.fill(1, [3]), 2),
  })],
  ['rows as they came', (b, x) => ({ same: x, again: x, split: b.reshape(x, [70, 5, 1]), turned: b.transpose(x) })],
  ['a product and what is made of it', (b, _, product) => ({ product, tanh: b.tanh(product) })],
  ['a product beside a sum of something wider', (b, _, product, k) => ({ out: b.tanh(b.add(product, b.sum(k, [2]))) })],
  ['a product beside entries chosen of something wider', (b, _, product, k) => ({
    out: b.add(product, b.gather(k, b.floor(b.add(1.5, b.sin(b.sum(k, [2])))))),
  })],
  ['a product beside weights that are wider', (b, _, product, k) => ({
    out: b.add(product, b.sum(b.mul(b.fill(1, [70, 8, 3]), b.mean(k, [0])), [2])),
  })],
  ['two products, one computed after the other, in one value', (b, x, product) => {
    const other = b.matmul(x, b.input('v', [8, 5]), { transposeB: true })
    return { out: b.add(b.mul(product, b.sin(product)), b.mul(other, b.cos(other))) }
  }],
  ['parts of a constant', (b, x) => ({
    slice: b.add(x, b.slice(b.fill(4, [9]), 1, 6)),
    taken: b.mul(x, b.take(b.fill(4, [9]), [1, 1, 8, 2, 0])),
    turned: b.matmul(x, b.transpose(b.fill(0.5, [2, 5]))),
  })],
] // prettier-ignore

describe('results of a compiled program', () => {
  it.each(cases)('are the reference’s: %s', async (_, write) => {
    const program = programOf(write)
    const executable = await compile(program, { tileVectors: 4 })
    expect(await distanceToReference(program, executable)).toBeLessThan(1e-13)
  })
})
