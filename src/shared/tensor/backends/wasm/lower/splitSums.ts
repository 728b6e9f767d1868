import { isOp, type Program } from '../../../ir/program'
import { rewrite } from '../../../passes/rewrite'
import { isAlong, type BatchAnalysis } from '../analysis/batchAxis'

/**
 * Splits each sum over the batch together with other axes into one over those and one over the batch: the first then
 * belongs to each row, and only the second needs all.
 */
export function splitSums(program: Program, { extents }: BatchAnalysis): Program {
  const mixed = program.nodes.filter((node) => {
    if (!isOp(node, 'sum') || node.attributes.axes.length < 2) return false
    const extent = extents.get(node.inputs[0])!
    return isAlong(extent) && node.attributes.axes.includes(extent.axis)
  })
  if (mixed.length === 0) return program
  const chosen = new Set(mixed)
  return rewrite(program, (b, node, inputs) => {
    if (!chosen.has(node) || !isOp(node, 'sum')) return b.emit(node.op, inputs, node.attributes)
    const extent = extents.get(node.inputs[0])!
    if (!isAlong(extent)) return b.emit(node.op, inputs, node.attributes)
    const others = node.attributes.axes.filter((axis) => axis !== extent.axis)
    const left = extent.axis - others.filter((axis) => axis < extent.axis).length
    return b.sum(b.sum(inputs[0], others), [left])
  })
}
