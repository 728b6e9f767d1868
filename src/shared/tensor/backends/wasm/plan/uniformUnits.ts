import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isConstant } from '../../analysis/constants'
import { isAlias, isFlat } from './schedule'
import type { PlanContext, UniformUnit } from './units'

/** The units of a stage that computes uniform values. */
export function uniformUnits(nodes: readonly Node[], { uniform, rows, readers, results }: PlanContext): UniformUnit[] {
  const byLevel = new Map<number, Node[]>()
  for (const node of nodes) {
    const { level } = uniform.get(node)!
    byLevel.set(level, [...(byLevel.get(level) ?? []), node])
  }
  const units: UniformUnit[] = []
  for (const level of [...byLevel.keys()].sort((a, b) => a - b)) {
    const loops = new Map<number, Node[]>()
    for (const node of byLevel.get(level)!) {
      if (isFlat(node)) {
        const size = sizeOf(node.shape)
        loops.set(size, [...(loops.get(size) ?? []), node])
      } else if (!isAlias(node) && !isOp(node, 'input') && !isConstant(node)) units.push({ kind: 'uniform', node })
    }
    for (const [size, loop] of loops) {
      const inside = new Set(loop)
      const stored = loop.filter(
        (node) =>
          results.has(node) ||
          (readers.get(node) ?? []).some((reader) => (uniform.has(reader) && !inside.has(reader)) || rows.has(reader)),
      )
      if (stored.length > 0) units.push({ kind: 'flat', nodes: loop, stored, size })
    }
  }
  return units
}
