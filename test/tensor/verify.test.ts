import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import { verify } from '@shared/tensor/ir/verify'

/** y = exp(x), x ← 2x. */
function sound(): Program {
  const b = new Builder()
  const x = b.input('x', [3])
  return b.program('sound', { y: b.exp(x) }, { x: b.mul(2, x) })
}

/** The sound program with one node replaced, wherever it is used. */
function with_(change: (node: Node) => Partial<Node>, op: string): Program {
  const program = sound()
  const old = program.nodes.find((node) => node.op === op)!
  const fresh = { ...old, ...change(old) }
  const swap = (node: Node) => (node === old ? fresh : node)
  const named = (list: Program['outputs']) => list.map(({ name, node }) => ({ name, node: swap(node) }))
  return {
    ...program,
    nodes: program.nodes.map(swap),
    outputs: named(program.outputs),
    updates: named(program.updates),
  }
}

describe('the verifier', () => {
  it('passes a sound program', () => {
    expect(() => {
      verify(sound())
    }).not.toThrow()
  })

  const broken: readonly (readonly [string, () => Program, string])[] = [
    ['operands after their use', () => ({ ...sound(), nodes: sound().nodes.slice().reverse() }), 'before it is made'],
    ['a wrong shape', () => with_(() => ({ shape: [4] }), 'exp'), 'has shape [4], its rule says [3]'],
    ['a wrong type', () => with_(() => ({ dtype: 'bool' }), 'exp'), 'has type bool, its rule says float'],
    ['a missing operand', () => with_(() => ({ inputs: [] }), 'exp'), 'exp: expected 1 operands, got 0'],
    [
      'an update of no input',
      () => ({ ...sound(), updates: sound().updates.map((u) => ({ ...u, name: 'z' })), nodes: sound().nodes }),
      'not in the program',
    ],
    [
      'an output that is not in the program',
      () => ({ ...sound(), outputs: [{ name: 'y', node: new Builder().scalar(1) }] }),
      'is named "y" but not in the program',
    ],
    [
      'an update of what is no input',
      () => {
        const b = new Builder()
        const x = b.input('x', [3])
        return b.program('lost', {}, { z: b.exp(x) })
      },
      'updates "z", which is no input',
    ],
    [
      'an update of another shape',
      () => {
        const b = new Builder()
        return b.program('grown', {}, { x: b.broadcast(b.input('x', [3]), [2, 3]) })
      },
      'updates "x" with another shape',
    ],
    [
      'an output named like an input',
      () => {
        const b = new Builder()
        return b.program('double', { x: b.exp(b.input('x', [3])) })
      },
      'output "x" has an input\'s name',
    ],
    [
      'two inputs of one name',
      () => {
        const x = new Builder().input('x', [3])
        const b = new Builder()
        b.scalar(0)
        return b.program('twins', { y: b.add(x, b.input('x', [3])) })
      },
      'a second input "x"',
    ],
  ]
  it.each(broken)('refuses %s', (_, make, why) => {
    expect(() => {
      verify(make())
    }).toThrow(why)
  })
})

describe('the builder', () => {
  const b = new Builder()
  const [x, grid] = [b.input('x', [3]), b.input('grid', [2, 3])]
  const truth = b.less(x, 0)
  const refused: readonly (readonly [string, () => Node, string])[] = [
    ['shapes that do not broadcast', () => b.add(b.input('y', [2]), x), 'cannot broadcast [2] with [3]'],
    ['truth values in arithmetic', () => b.add(truth, x), 'add: expected float operands, got bool'],
    ['numbers in logic', () => b.and(x, truth), 'and: expected bool operands, got float'],
    ['a sum of truth values', () => b.sum(truth), 'sum: expected float operands, got bool'],
    ['a choice by numbers', () => b.select(x, 1, 0), 'select: the condition is float'],
    ['a choice between a number and a truth value', () => b.select(truth, truth, x), 'select: bool against float'],
    ['a reshape to another size', () => b.reshape(x, [2]), 'reshape: [3] to [2]'],
    ['a transposition that drops an axis', () => b.transpose(grid, [0, 0]), 'does not permute the axes of [2, 3]'],
    ['a broadcast that shrinks', () => b.broadcast(grid, [3]), 'broadcast: [2, 3] to [3]'],
    [
      'neighbours of other heights',
      () => b.concat([grid, b.input('z', [1, 1])], 1),
      '[1, 1] beside [2, 3] along axis 1',
    ],
    ['a concatenation along no axis', () => b.concat([x, x], 1), 'no axis 1 in [3]'],
    ['an index outside its axis', () => b.take(x, [3]), 'take: an index is outside axis 0 of [3]'],
    ['too few places', () => b.put(x, [0, 1], 4), 'put: indices do not fit axis 0 of [3] into size 4'],
    ['one index for two rows', () => b.gather(grid, b.scalar(0)), 'gather: index [] into [2, 3]'],
    ['an index of another shape', () => b.scatter(x, b.scalar(0), 2), 'scatter: index [] for [3]'],
    ['a sum over no axis', () => b.sum(x, [1]), 'sum: axes [1] do not fit [3]'],
    ['a sum over one axis twice', () => b.sum(grid, [0, 0]), 'sum: axes [0, 0] do not fit [2, 3]'],
    ['a running sum along no axis', () => b.cumsum(x, 2), 'cumsum: no axis 2 in [3]'],
    ['a product of other widths', () => b.matmul(grid, grid), 'matmul: [2, 3] by [2, 3]'],
    ['a system that is not square', () => b.triangularSolve(grid, grid), 'triangularSolve: [2, 3] against [2, 3]'],
    ['a constant of the wrong size', () => b.constant([1, 2], [3]), 'constant: 2 values for [3]'],
    ['one input in two shapes', () => b.input('x', [4]), 'input "x" is [3], asked for as [4]'],
  ]
  it.each(refused)('refuses %s', (_, write, why) => {
    expect(write).toThrow(`internal: `)
    expect(write).toThrow(why)
  })
})
