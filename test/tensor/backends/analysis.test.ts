import { describe, expect, it } from 'vitest'
import { vjp } from '@shared/tensor/autodiff/vjp'
import { analyseBatch, type Extent } from '@shared/tensor/backends/analysis/batchAxis'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { compile, distanceToReference } from '../wasm/support/machine'

const B = 6

/** A program of rows x [B, 3], more rows y [B, 3] and weights θ [B], as many as there are rows. */
function programOf(write: (b: Builder, x: Node, y: Node, theta: Node) => Node, batch = B): Program {
  const b = new Builder()
  const [x, y] = [b.rows('x', [batch, 3]), b.rows('y', [batch, 3])]
  return b.program('rows', { out: write(b, x, y, b.input('theta', [B])) })
}

const extentOf = (program: Program): Extent | undefined => analyseBatch(program)?.extents.get(program.outputs[0].node)

type Case = readonly [title: string, write: Parameters<typeof programOf>[0]]

const rowsAlong = (axis: number) => ({ kind: 'rows', axis })

const followed: readonly (readonly [...Case, Extent | object])[] = [
  ['elementwise', (b, x, y) => b.add(b.exp(x), y), rowsAlong(0)],
  ['weights for all rows', (b, x, _, theta) => b.mul(x, b.slice(theta, 0, 3)), rowsAlong(0)],
  ['a transposition that moves the batch', (b, x) => b.transpose(x), rowsAlong(1)],
  ['features split and the batch between them', (b, x) => b.transpose(b.reshape(x, [B, 3, 1]), [1, 0, 2]), rowsAlong(1)],
  ['two batched operands turned alike', (b, x, y) => b.mul(b.transpose(x), b.transpose(y)), rowsAlong(1)],
  ['choices along features', (b, x) => b.gather(x, b.floor(b.add(1.5, b.sin(b.sum(x, [1]))))), rowsAlong(0)],
  ['pieces of features', (b, x, y) => b.concat([b.slice(x, 0, 2), b.take(y, [2, 0])], 1), rowsAlong(0)],
  ['products with weights', (b, x, _, theta) => b.matmul(x, b.reshape(theta, [3, 2])), rowsAlong(0)],
  ['products with weights from the left', (b, x, _, theta) => b.matmul(b.reshape(theta, [2, 3]), b.transpose(x)), rowsAlong(1)],
  ['products of a matrix per row', (b, x, y) => b.matmul(b.reshape(x, [B, 3, 1]), b.reshape(y, [B, 1, 3])), rowsAlong(0)],
  ['products over the batch', (b, x, y) => b.matmul(x, y, { transposeA: true }), { kind: 'reduced' }],
  ['sums over the batch', (b, x) => b.sum(x, [0]), { kind: 'reduced' }],
  ['sums over everything', (b, x) => b.sum(x), { kind: 'reduced' }],
  ['sums over the batch used for each row', (b, x) => b.sub(x, b.mean(x, [0])), rowsAlong(0)],
  ['a triangular system per row', (b, x, _, theta) =>
    b.triangularSolve(b.matmul(b.reshape(theta, [3, 2]), b.reshape(theta, [2, 3])), b.transpose(x)), rowsAlong(1)],
  ['a number repeated for every row', (b, _, __, theta) => b.broadcast(b.slice(theta, 0, 1), [B, 3]), { kind: 'repeated', axis: 0 }],
  ['weights, though there are as many as rows', (b, _, __, theta) => b.exp(theta), { kind: 'uniform' }],
] // prettier-ignore

const refused: readonly Case[] = [
  ['rows in another order', (b, x) => b.take(x, [5, 4, 3, 2, 1, 0], 0)],
  ['rows put elsewhere', (b, x) => b.put(x, [0, 0, 1, 1, 2, 2], 3, 0)],
  ['rows one after the other', (b, x) => b.cumsum(x, 0)],
  ['rows next to rows', (b, x, y) => b.concat([x, y], 0)],
  ['the largest of the rows', (b, x) => b.maxReduce(x, [0])],
  ['rows against features', (b, x, y) => b.add(b.transpose(b.slice(x, 0, 1)), b.slice(y, 1, 2))],
  ['each row against each', (b, x, y) => b.matmul(x, y, { transposeB: true })],
  ['rows and features as one', (b, x) => b.reshape(x, [3 * B])],
  ['rows chosen by a row', (b, x) => b.gather(b.transpose(x), b.floor(b.add(1.5, b.sin(b.sum(x, [0])))))],
  ['a weight of its own for each row', (b, x, _, theta) => b.mul(x, b.reshape(theta, [B, 1]))],
  ['a weight for each row in a product', (b, x, _, theta) => b.matmul(b.reshape(theta, [1, B]), x)],
] // prettier-ignore

describe('the batch is followed through', () => {
  it.each(followed)('%s', async (_, write, extent) => {
    const program = programOf(write)
    expect(extentOf(program)).toEqual(extent)
    expect(await distanceToReference(program, await compile(program, { tileVectors: 2 }))).toBeLessThan(1e-13)
  })

  it.each(refused)('not where the program mixes rows, which is computed all the same: %s', async (_, write) => {
    const program = programOf(write)
    expect(analyseBatch(program)).toBeNull()
    expect(await distanceToReference(program, await compile(program))).toBeLessThan(1e-13)
  })

  it('not where there is none, or two of different lengths, or an update made of rows', () => {
    const b = new Builder()
    const x = b.rows('x', [4, 2])
    expect(
      analyseBatch(b.program('lengths', { out: b.add(b.sum(x, [0]), b.sum(b.rows('y', [5, 2]), [0])) })),
    ).toBeNull()
    const c = new Builder()
    expect(analyseBatch(c.program('none', { out: c.exp(c.input('x', [4, 2])) }))).toBeNull()
    const d = new Builder()
    const z = d.rows('z', [4, 2])
    expect(analyseBatch(d.program('update', {}, { z: d.mul(z, 2) }))).toBeNull()
  })

  it('a batch of one like any other, unless that row is repeated', async () => {
    const one = programOf((b, x, y) => b.matmul(x, b.transpose(b.mul(y, b.sum(x)))), 1)
    const program = programOf((b, x) => b.mul(b.broadcast(b.exp(x), [4, 3]), 2), 1)
    expect(extentOf(programOf((b, x) => b.tanh(x), 1))).toEqual(rowsAlong(0))
    expect(extentOf(program)).toBeUndefined()
    for (const each of [one, program]) expect(await distanceToReference(each, await compile(each))).toBeLessThan(1e-13)
  })

  it('gradients of weights of any shape, a single one included', () => {
    const b = new Builder()
    const [x, scale] = [b.rows('x', [B, 3]), b.input('scale', [])]
    const loss = b.sum(b.sin(b.mul(x, scale)), [1])
    const [out] = vjp(b, [loss], [b.fill(1 / B, [B])], [scale])
    expect(extentOf(b.program('gradient', { out }))).toEqual({ kind: 'reduced' })
  })
})
