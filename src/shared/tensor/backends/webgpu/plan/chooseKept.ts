import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { costOf, LOAD, readsOf } from './cost'
import type { KeptValues } from './keptValues'
import { isAssembled, isLeaf, unshaped } from './nodes'

/** What recomputing may cost more than reading before a value is kept. */
const WORTH_KEEPING = 16
/** Values of so many steps are kept, so that no kernel becomes endless. */
const MOST_INLINE = 60

/** Gives cells to what is to be kept of a program: what is `wanted`, what has to be, and what would be computed too often. */
export function chooseKept(kept: KeptValues, program: Program, wanted: ReadonlySet<Node>): void {
  const reads = new Map<Node, number>()
  for (const node of program.nodes)
    node.inputs.forEach((input, i) => reads.set(input, (reads.get(input) ?? 0) + readsOf(node, i)))
  const must = new Set<Node>()
  for (const node of program.nodes) {
    if (mustBeKept(kept, node)) must.add(node)
    if (isOp(node, 'triangularSolve') || (isOp(node, 'matmul') && kept.isReduced(node)))
      for (const input of node.inputs) if (!isView(input)) must.add(input)
  }
  assemble(kept, program, must)
  const costs = new Map<Node, { readonly cost: number; readonly steps: number }>()
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => (kept.cells.has(input) ? { cost: LOAD, steps: 1 } : costs.get(input)!))
    const cost = costOf(node, inputs.map((input) => input.cost)) // prettier-ignore
    const steps = inputs.reduce((sum, input) => sum + input.steps, 1)
    costs.set(node, { cost, steps })
    kept.costs.set(node, cost)
    if (isLeaf(node) || isOp(node, 'loop') || kept.cells.has(node) || kept.bindings.has(node)) continue
    const again = ((reads.get(node) ?? 0) - 1) * (cost - LOAD)
    if (must.has(node) || wanted.has(node) || again > WORTH_KEEPING || steps > MOST_INLINE) kept.keep(node)
  }
}

function mustBeKept(kept: KeptValues, node: Node): boolean {
  if (isOp(node, 'root') || isOp(node, 'triangularSolve') || isOp(node, 'loopResult')) return true
  if (kept.isReduced(node)) return isOp(node, 'sum') || isOp(node, 'matmul')
  return kept.isLongSum(node)
}

/** Whether a value is only moved from where it is kept. */
function isView(node: Node): boolean {
  if (isLeaf(node)) return true
  return (isOp(node, 'reshape') || isOp(node, 'take') || isOp(node, 'transpose')) && isView(node.inputs[0])
}

/** Long lists are put together by computing each part in its place. */
function assemble(kept: KeptValues, program: Program, must: Set<Node>): void {
  for (const node of [...program.nodes].reverse()) {
    if (!isOp(node, 'concat') || !isAssembled(node, kept.axisOf(node))) continue
    const whole = kept.cells.get(node) ?? kept.cell('concat', node.shape, null, node.dtype)
    kept.cells.set(node, whole)
    let offset = 0
    for (const part of node.inputs) {
      const source = unshaped(part)
      const isFree = !kept.cells.has(source) && !isView(source) && kept.axisOf(source) === null
      if (isFree && !isOp(source, 'loopResult')) {
        must.add(source)
        kept.cells.set(source, kept.cell('part', source.shape, null, source.dtype, { within: { cell: whole, offset } }))
      }
      offset += sizeOf(part.shape)
    }
  }
}
