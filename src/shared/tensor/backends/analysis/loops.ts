import { isCarry, isSequence, isStacked, resultKind, IDLE } from '../../ir/loopResults'
import { isOp, type Node } from '../../ir/program'
import { isConstant } from './constants'
import type { Extent } from './batchAxis'

/** A loop that cannot run tile by tile of rows; written out turn by turn it may. */
export class CannotLoop extends Error {
  constructor(readonly loop: Node<'loop'>) {
    super('internal: a loop that is no loop over rows')
  }
}

/** Does something about a loop's body: what cannot be done about a loop in it is this loop's matter. */
export function blaming<T>(loop: Node<'loop'>, deed: () => T): T {
  try {
    return deed()
  } catch (error) {
    throw error instanceof CannotLoop ? new CannotLoop(loop) : error
  }
}

/** The batch's place in an operand of a loop, as one turn has it. */
export function extentInTurn(loop: Node<'loop'>, name: string, outside: Extent): Extent {
  if (outside.kind === 'uniform' || outside.kind === 'reduced') {
    if (isCarry(name) || isSequence(name)) throw new CannotLoop(loop)
    return { kind: 'uniform' }
  }
  if (!isSequence(name)) return { kind: 'rows', axis: outside.axis }
  if (outside.axis === 0) throw new CannotLoop(loop)
  return { kind: 'rows', axis: outside.axis - 1 }
}

/** Throws unless each turn's results are of rows, and its totals sums over them. */
export function checkTurn(loop: Node<'loop'>, extents: ReadonlyMap<Node, Extent>): void {
  const { body } = loop.attributes
  for (const node of body.nodes) {
    const { kind } = extents.get(node)!
    if (kind === 'uniform' && !isOp(node, 'input') && !isConstant(node)) throw new CannotLoop(loop)
  }
  for (const { name, node } of body.outputs) {
    const { kind } = extents.get(node)!
    const isTotal = name !== IDLE && resultKind(name) === 't'
    if (kind !== (isTotal ? 'reduced' : 'rows')) throw new CannotLoop(loop)
    const sumsOnly = !isTotal || body.nodes.every((other) => !other.inputs.includes(node))
    if (!sumsOnly) throw new CannotLoop(loop)
  }
}

/** The batch's place in a loop's result, from that in a turn's. */
export function extentOfResult(
  { attributes: { name }, inputs: [loop] }: Node<'loopResult'>,
  extents: ReadonlyMap<Node, Extent>,
): Extent {
  const { body } = (loop as Node<'loop'>).attributes
  const extent = extents.get(body.outputs.find((output) => output.name === name)!.node)!
  return isStacked(name) && extent.kind === 'rows' ? { kind: 'rows', axis: extent.axis + 1 } : extent
}
