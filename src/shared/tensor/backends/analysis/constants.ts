import type { Op } from '../../ir/op'
import { isOp, type Node } from '../../ir/program'

/** Ops that only move numbers: of equal ones they make equal ones. */
const movement: ReadonlySet<Op> = new Set(['broadcast', 'reshape', 'take', 'transpose'])

/** The one number that all entries of a constant are, wherever they are moved; null when there is none. */
export function uniformConstant(node: Node): number | null {
  if (movement.has(node.op)) return uniformConstant(node.inputs[0])
  if (!isOp(node, 'constant')) return null
  const { values } = node.attributes
  return values.length > 0 && values.every((value) => Object.is(value, values[0])) ? values[0] : null
}

/** Whether a value is known before the program runs. */
export const isConstant = (node: Node): boolean => isOp(node, 'constant') || uniformConstant(node) !== null
