import { isOp, type Node, type Program } from '../ir/program'
import { interpret } from './interpreter/interpret'

export interface NonFinite {
  /** The scope of the node to blame: a block. */
  readonly scope: string
  readonly op: string
}

/**
 * Runs a program in single precision on the interpreter and finds where a NaN or infinity in its outputs or updates
 * began: the first node whose value is not finite and from which it was carried there. null when all are finite. An
 * infinity on the unused side of a select, or one that turns finite again, is nobody's fault.
 */
export function firstNonFinite(program: Program, inputs: ReadonlyMap<string, ArrayLike<number>>): NonFinite | null {
  const broken = new Set<Node>()
  interpret(program, inputs, Float32Array, (node, values) => {
    if (!isOp(node, 'constant') && !values.every(Number.isFinite)) broken.add(node)
  })
  const carried = new Set<Node>()
  const pending = [...program.outputs, ...program.updates].map(({ node }) => node)
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (!broken.has(node) || carried.has(node)) continue
    carried.add(node)
    pending.push(...node.inputs)
  }
  const first = program.nodes.find((node) => carried.has(node))
  return first ? { scope: first.scope, op: first.op } : null
}
