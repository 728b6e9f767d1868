import { carryOf, IDLE, isCarry, resultKind } from '../../../ir/loopResults'
import { isOp, makeProgram, type Node, type Program } from '../../../ir/program'
import { blaming, CannotLoop } from '../../analysis/loops'
import { schedule } from './schedule'
import { planStages, type LoopUnit, type PlanContext, type RowUnit } from './units'

/** Plans a turn's units: those that tell whether it may be left out first. Throws `CannotLoop` when it has to wait for sums. */
export function loopUnit(node: Node<'loop'>, { extents, readers, results }: PlanContext): LoopUnit {
  const { body } = node.attributes
  const batch = 0 // which is not looked at
  const unitsOf = (part: Program): readonly RowUnit[] => {
    const stages = blaming(node, () => planStages(part, { batch, extents }, schedule(part, { batch, extents })))
    const [stage] = stages
    if (stages.length > 1 || stage?.kind === 'uniform') throw new CannotLoop(node)
    return stage ? stage.units : []
  }
  for (const { name, node: next } of body.outputs) {
    const changesPlace = isOp(next, 'input') && isCarry(next.attributes.name) && resultKind(name) === 'n'
    if (changesPlace && next.attributes.name !== carryOf(name)) throw new CannotLoop(node)
  }
  const idle = body.outputs.find(({ name }) => name === IDLE)
  const wanted = (readers.get(node) ?? []).filter(
    (reader): reader is Node<'loopResult'> =>
      isOp(reader, 'loopResult') && (readers.has(reader) || results.has(reader)),
  )
  const isTotal = ({ attributes: { name } }: Node<'loopResult'>) => resultKind(name) === 't'
  const inside = (name: string) => body.outputs.find((output) => output.name === name)!.node
  return {
    kind: 'loop',
    node,
    idle: idle ? { units: unitsOf(makeProgram(body.name, [idle])), node: idle.node } : null,
    units: unitsOf(makeProgram(body.name, body.outputs.filter(({ name }) => name !== IDLE))), // prettier-ignore
    results: wanted.flatMap((result) => (isTotal(result) ? [] : [{ name: result.attributes.name, node: result }])),
    totals: wanted.flatMap((result) =>
      isTotal(result) ? [{ inside: inside(result.attributes.name), node: result }] : [],
    ),
  }
}
