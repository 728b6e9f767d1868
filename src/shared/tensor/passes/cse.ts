import { attributesKey, listed, type Telling } from '../ir/attributes'
import type { Op } from '../ir/op'
import type { Node, Program } from '../ir/program'
import { rewrite } from './rewrite'

const identity = new WeakMap<object, number>()
let nextIdentity = 0

function identityOf(value: object): string {
  const known = identity.get(value) ?? ++nextIdentity
  identity.set(value, known)
  return `#${known}`
}

/** Long lists and bodies are equal only to themselves. */
const telling: Telling = {
  values: (values) => (values.length <= 64 ? listed(values) : identityOf(values)),
  body: identityOf,
}

const commutative: ReadonlySet<Op> = new Set(['add', 'mul', 'max', 'min', 'equal', 'and', 'or'])

function keyOf(node: Node, inputs: readonly Node[]): string {
  const ids = inputs.map((input) => input.id)
  if (commutative.has(node.op)) ids.sort((a, b) => a - b)
  return `${node.op} ${ids.join(' ')} ${attributesKey(node, telling)}`
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
