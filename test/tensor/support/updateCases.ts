import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'

type Named = Readonly<Record<string, Node>>
interface Written {
  readonly outputs?: Named
  readonly updates: Named
}

/** A program on inputs x, y of three numbers and x's slices. */
export const updateProgram = (write: (b: Builder, x: Node, y: Node) => Written): Program => {
  const b = new Builder()
  const { outputs = {}, updates } = write(b, b.input('x', [3]), b.input('y', [3]))
  return b.program('updates', outputs, updates)
}

/** Ways in which inputs take new values while others still want the old ones. */
export const updateCases: readonly (readonly [title: string, write: Parameters<typeof updateProgram>[0]])[] = [
  ['a state that moves on', (b, x) => ({ updates: { x: b.add(x, 1) } })],
  ['a state that is read after it was replaced', (b, x) => {
    const next = b.mul(x, 0.5)
    return { outputs: { change: b.matmul(b.reshape(b.sub(next, x), [1, 3]), b.reshape(next, [3, 1])) }, updates: { x: next } }
  }],
  ['a state read backwards', (b, x) => ({ updates: { x: b.add(x, b.take(x, [2, 1, 0])) } })],
  ['a state read under another shape', (b, x) => ({
    updates: { x: b.reshape(b.add(b.reshape(x, [3, 1]), b.fill(1, [3, 1])), [3]) },
  })],
  ['a state of which all elements need one', (b, x) => ({ updates: { x: b.add(x, b.slice(x, 0, 1)) } })],
  ['states that change places', (_, x, y) => ({ updates: { x: y, y: x } })],
  ['states that change places on the way', (b, x, y) => ({ updates: { x: b.add(y, 1), y: b.mul(x, 0.5) } })],
  ['a state that takes over what another was', (b, x, y) => ({ updates: { x: y, y: b.mul(0.5, b.add(x, y)) } })],
  ['a state that takes over what another was, later', (b, x) => ({ updates: { x: b.add(x, 1), y: x } })],
  ['a part of a state that goes round', (b, x, y) => ({
    updates: { x: b.concat([b.slice(x, 1, 3), b.slice(y, 0, 1)], 0), y: b.concat([b.slice(y, 1, 3), b.slice(x, 0, 1)], 0) },
  })],
  ['two states that become one value', (b, x) => {
    const next = b.add(x, 1)
    return { updates: { x: next, y: next } }
  }],
  ['a state that becomes a constant', (b, x) => ({
    outputs: { twice: b.mul(x, 2) },
    updates: { x: b.constant([1, 2, 3], [3]), y: b.fill(4, [3]) },
  })],
  ['a state that becomes part of a constant', (b, x) => ({
    outputs: { twice: b.mul(x, 2) },
    updates: { x: b.slice(b.constant([1, 2, 3, 4, 5], [5]), 1, 4), y: b.slice(b.fill(4, [7]), 1, 4) },
  })],
  ['a state that stays', (b, x, y) => ({ outputs: { sum: b.add(x, y) }, updates: { x, y: b.add(y, x) } })],
  ['an output that is the old state', (b, x) => ({ outputs: { before: x }, updates: { x: b.add(x, 1) } })],
  ['outputs that are the old state under other shapes', (b, x) => ({
    outputs: { part: b.slice(x, 1, 3), column: b.reshape(x, [3, 1]) },
    updates: { x: b.add(x, 1) },
  })],
  ['outputs that are a new state and parts of it', (b, x) => {
    const next = b.mul(b.add(x, 1), 0.75)
    return { outputs: { next, part: b.slice(next, 1, 3), column: b.reshape(next, [3, 1]) }, updates: { x: next } }
  }],
  ['outputs that are parts of a value computed early', (b, x, y) => {
    const wide = b.matmul(b.reshape(x, [3, 1]), b.reshape(y, [1, 3]))
    const long = b.matmul(wide, b.matmul(wide, wide))
    return { outputs: { row: b.slice(wide, 1, 2, 0), all: b.reshape(wide, [9]) }, updates: { x: b.sum(b.tanh(long), [1]) } }
  }],
  ['an output that only constants make', (b, x) => ({
    outputs: { fixed: b.fill(3, [2]), part: b.slice(b.constant([1, 2, 3], [3]), 1, 2) },
    updates: { x: b.add(x, b.slice(b.fill(2, [5]), 1, 4)) },
  })],
] // prettier-ignore
