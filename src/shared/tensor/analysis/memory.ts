import { isOp, type Node, type Program } from '../ir/program'
import { sizeOf } from '../ir/shape'

/**
 * Numbers that a run must hold at once, whatever is fused and whatever runs in turns: what matrix products read and write,
 * from where it is computed to its last use. What a gradient keeps of the way forward is among it.
 */
export function leastNumbers({ nodes, outputs, updates }: Program): number {
  const held = new Set(nodes.flatMap((node) => (isOp(node, 'matmul') ? [node, ...node.inputs] : [])))
  const last = new Map<Node, number>()
  nodes.forEach((node, at) => {
    for (const input of node.inputs) last.set(input, at)
  })
  for (const { node } of [...outputs, ...updates]) last.set(node, nodes.length)
  const ending = new Map<number, Node[]>()
  for (const node of held) ending.set(last.get(node) ?? 0, [...(ending.get(last.get(node) ?? 0) ?? []), node])
  let [now, most] = [0, 0]
  nodes.forEach((node, at) => {
    if (held.has(node)) now += sizeOf(node.shape)
    most = Math.max(most, now)
    for (const { shape } of ending.get(at) ?? []) now -= sizeOf(shape)
  })
  return most
}
