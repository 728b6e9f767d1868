import type { Op } from '../ir/op'
import { isOp, type Node, type Program } from '../ir/program'
import { asRange } from '../ir/range'
import { rewrite } from './rewrite'

const identity = new WeakMap<object, number>()
let nextIdentity = 0

/** Large or structured attributes are equal only to themselves. */
function identityOf(value: object): number {
  const known = identity.get(value)
  if (known !== undefined) return known
  identity.set(value, ++nextIdentity)
  return nextIdentity
}

const commutative: ReadonlySet<Op> = new Set(['add', 'mul', 'max', 'min', 'equal', 'and', 'or'])

function attributesKey(node: Node): string | number {
  if (isOp(node, 'constant')) {
    const { values, shape, dtype } = node.attributes
    // −0 prints as 0, and the two are not the same constant
    const text =
      values.length <= 64 ? Array.from(values, (v) => (Object.is(v, -0) ? '-0' : v)).join(' ') : identityOf(values)
    return `${dtype} ${shape.join(' ')}: ${text}`
  }
  if (isOp(node, 'root')) return `${identityOf(node.attributes.body)} ${node.attributes.iterations}`
  if (isOp(node, 'take') || isOp(node, 'put')) {
    const { indices, ...rest } = node.attributes
    const run = asRange(indices)
    return `${Object.values(rest).join(';')};${run ? `${run.start}…${run.end}` : indices.join()}`
  }
  return Object.values(node.attributes).join(';')
}

function keyOf(node: Node, inputs: readonly Node[]): string {
  const ids = inputs.map((input) => input.id)
  if (commutative.has(node.op)) ids.sort((a, b) => a - b)
  return `${node.op} ${ids.join(' ')} ${attributesKey(node)}`
}

/** Common subexpressions: computes each value once. */
export function cse(program: Program): Program {
  const known = new Map<string, Node>()
  return rewrite(program, (b, node, inputs) => {
    const key = keyOf(node, inputs)
    const first = known.get(key)
    if (first) return first
    const made = b.emit(node.op, inputs, node.attributes)
    known.set(key, made)
    return made
  })
}
