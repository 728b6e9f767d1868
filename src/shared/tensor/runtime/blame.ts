import { interpret } from './interpreter/interpret'
import { isOp, type Program } from '../ir/program'

export interface NonFinite {
  /** The scope of the first node whose value is not finite: the block to blame. */
  readonly scope: string
  readonly op: string
}

/**
 * Runs a program in single precision on the interpreter and finds the first node with a NaN or infinity; null when all
 * are finite. Constants and inputs count too, since bad data is to blame as well.
 */
export function firstNonFinite(program: Program, inputs: ReadonlyMap<string, ArrayLike<number>>): NonFinite | null {
  let found: NonFinite | null = null
  interpret(program, inputs, Float32Array, (node, values) => {
    if (found || isOp(node, 'constant')) return
    if (!values.every(Number.isFinite)) found = { scope: node.scope, op: node.op }
  })
  return found
}
