import { carryOf, IDLE, isSequence, isStacked, loopResults, resultKind } from '../../../ir/loopResults'
import { isOp, reachable, type Node, type Program } from '../../../ir/program'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'
import { entry, repeat, withEntry } from '../emit/loops'
import { all } from './reduction'
import type { LowerProgram } from './rules'

/** What goes round in a loop, by name: `turn` counts from 0, `resting` is true once all rows are idle for good. */
type State = Map<string, Value>

/**
 * A loop's results by name. Where only the carries say that a row is idle, the turns end when all rows are: nothing
 * would change any more.
 */
export function loop(
  f: FunctionBuilder,
  node: Node<'loop'>,
  inputs: readonly Value[],
  lower: LowerProgram,
): Map<string, Value> {
  const { body, length, reverse, operands } = node.attributes
  const results = loopResults(node.attributes)
  const ends = endsEarly(body)
  const start: State = new Map([['turn', f.scalar(0, 'int32')]])
  if (ends) start.set('resting', f.constant([0], [], 'bool'))
  operands.forEach((name, i) => start.set(name, inputs[i]))
  for (const { name, shape } of results) if (resultKind(name) !== 'n') start.set(name, f.zeros(shape))

  const names = [...start.keys()]
  const named = (values: readonly Value[]): State => new Map(names.map((name, i) => [name, values[i]]))
  const after = named(
    repeat(f, 'loop', [...start.values()], {
      condition: (g, values) => {
        const state = named(values)
        const more = g.compare('Less', state.get('turn')!, g.scalar(length, 'int32'))
        return ends ? g.logical('LogicalAnd', more, g.not(state.get('resting')!)) : more
      },
      turn: (g, values) => {
        const state = named(values)
        const turn = state.get('turn')!
        const at = reverse ? g.binary('Sub', g.scalar(length - 1, 'int32'), turn) : turn
        const bindings = new Map(
          operands.map((name) => [name, isSequence(name) ? entry(g, state.get(name)!, at) : state.get(name)!]),
        )
        const values_ = lower(g, body, bindings)
        const next: State = new Map(state).set('turn', g.binary('AddV2', turn, g.scalar(1, 'int32')))
        if (ends) next.set('resting', all(g, values_.get(IDLE)!))
        for (const { name } of results) {
          const value = values_.get(name)!
          if (isStacked(name)) next.set(name, withEntry(g, state.get(name)!, at, value))
          else if (resultKind(name) === 't') next.set(name, g.binary('AddV2', state.get(name)!, value))
          else next.set(carryOf(name), value)
        }
        return names.map((name) => next.get(name)!)
      },
    }),
  )
  const found = (name: string): Value => {
    if (resultKind(name) === 'n') return after.get(carryOf(name))!
    const value = after.get(name)!
    return ends && resultKind(name) === 'b' ? filled(f, value, after, carryOf(name), reverse) : value
  }
  return new Map(results.map(({ name }) => [name, found(name)]))
}

/** Whether nothing but carries, and what stays the same, says that rows are idle. */
function endsEarly(body: Program): boolean {
  const idle = body.outputs.find(({ name }) => name === IDLE)
  if (!idle) return false
  return reachable([idle.node]).every((node) => !isOp(node, 'input') || !isSequence(node.attributes.name))
}

/** The carries that turns found, with what those that were not taken would have found: the last. */
function filled(f: FunctionBuilder, stack: Value, after: State, carry: string, reverse: boolean): Value {
  const [length] = stack.shape
  const turns = Array.from({ length }, (_, i) => (reverse ? length - 1 - i : i))
  const each = f.constant(turns, [length, ...stack.shape.slice(1).map(() => 1)], 'int32')
  return f.select(f.compare('Less', each, after.get('turn')!), stack, after.get(carry)!)
}
