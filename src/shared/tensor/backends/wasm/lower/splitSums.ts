import { isOp, type Node, type Program } from '../../../ir/program'
import { rewrite } from '../../../passes/rewrite'
import { isAlong, type BatchAnalysis, type Extent } from '../../analysis/batchAxis'

/**
 * Splits each sum over the batch together with other axes into one over those and one over the batch: the first then
 * belongs to each row, and only the second needs all.
 */
export function splitSums(program: Program, analysis: BatchAnalysis): Program {
  const { extents } = analysis
  const mixed = program.nodes.filter((node) => {
    if (isOp(node, 'loop')) return splitSums(node.attributes.body, analysis) !== node.attributes.body
    if (!isOp(node, 'sum') || node.attributes.axes.length < 2) return false
    const extent = extents.get(node.inputs[0])!
    return isAlong(extent) && node.attributes.axes.includes(extent.axis)
  })
  if (mixed.length === 0) return program
  const chosen = new Set(mixed)
  return rewrite(program, (b, node, inputs) => {
    if (!chosen.has(node)) return b.emit(node.op, inputs, node.attributes)
    if (isOp(node, 'loop')) {
      const { body } = node.attributes
      return b.emit('loop', inputs, { ...node.attributes, body: splitSums(body, analysis) })
    }
    const { axes } = (node as Node<'sum'>).attributes
    const { axis } = extents.get(node.inputs[0]) as Extent & { axis: number }
    const others = axes.filter((each) => each !== axis)
    const left = axis - others.filter((each) => each < axis).length
    return b.sum(b.sum(inputs[0], others), [left])
  })
}
