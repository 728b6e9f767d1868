import type { Node } from '../../../ir/program'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import type { RowUnit, Unit } from '../plan/units'
import { resolveAlias } from './alias'
import { operandNodes } from './operands'

/** A unit at its place in the order in which all of a program's units run. */
export interface Step {
  readonly unit: Unit
  /** Its stage's index. */
  readonly stage: number
}

export const isRowUnit = (unit: Unit): unit is RowUnit => unit.kind !== 'flat' && unit.kind !== 'uniform'

/** Whether a unit writes sums over the rows, which threads add up. */
export const isRowSum = (unit: Unit): unit is RowUnit & { kind: 'gradient' | 'row sums' } =>
  unit.kind === 'gradient' || unit.kind === 'row sums'

/** Sums over the rows that a unit writes. */
export function sumsBy(unit: Unit): readonly Node[] {
  if (unit.kind === 'loop') return unit.totals.map(({ node }) => node)
  return isRowSum(unit) ? [unit.node] : []
}

/** Nodes that a unit writes. Of a loop only those of rows. */
export function writtenBy(unit: Unit): readonly Node[] {
  switch (unit.kind) {
    case 'loop':
      return unit.results.map(({ node }) => node)
    case 'rows':
      return unit.cluster.stored
    case 'product': {
      const { node, tail } = unit
      return tail ? tail.operands.filter((_, i) => tail.code.stores.some(({ operand }) => operand === i)) : [node]
    }
    case 'flat':
      return unit.stored
    default:
      return [unit.node]
  }
}

/** Node whose memory is read → the steps, by their index, that read it. */
export type Readings = ReadonlyMap<Node, readonly number[]>

export function readingsOf(steps: readonly Step[], extents: ReadonlyMap<Node, Extent>): Readings {
  const readings = new Map<Node, number[]>()
  steps.forEach(({ unit }, step) => {
    for (const node of operandNodes(unit, extents)) {
      const root = isAlong(extents.get(node)!) && isRowUnit(unit) ? node : resolveAlias(node).root
      const list = readings.get(root)
      if (list) list.push(step)
      else readings.set(root, [step])
    }
  })
  return readings
}
