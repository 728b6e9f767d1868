import { carryOf, IDLE, isSequence, isStacked, loopResults, resultKind } from '../../../ir/loopResults'
import { isOp, makeProgram, reachable, type Node, type Program } from '../../../ir/program'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'
import { either, entry, repeat, withEntry } from '../emit/loops'
import { all } from './reduction'
import type { LowerProgram } from './rules'

/** What goes round in a loop, by name: `turn` counts from 0, `resting` is true once all rows are idle for good. */
type State = Map<string, Value>

/** Results of a turn by the body's names, or operands of one. */
type Turn = Map<string, Value>

/** How a loop does without turns in which all rows are idle. */
type Leaving =
  /** It never does. */
  | 'none'
  /** It ends: only carries, which do not change any more, say that rows are idle. */
  | 'end'
  /** It goes on: a later turn may have an entry of a sequence by which rows are not idle. */
  | 'turn'

/** A loop's results by name. */
export function loop(
  f: FunctionBuilder,
  node: Node<'loop'>,
  inputs: readonly Value[],
  lower: LowerProgram,
): Map<string, Value> {
  const { body, length, reverse, operands } = node.attributes
  const results = loopResults(node.attributes)
  const leaving = leavingOf(body)
  const start: State = new Map([['turn', f.scalar(0, 'int32')]])
  if (leaving === 'end') start.set('resting', f.constant([0], [], 'bool'))
  operands.forEach((name, i) => start.set(name, inputs[i]))
  for (const { name, shape } of results) if (resultKind(name) !== 'n') start.set(name, f.zeros(shape))

  const names = [...start.keys()]
  const named = (values: readonly Value[]): State => new Map(names.map((name, i) => [name, values[i]]))
  const after = named(
    repeat(f, 'loop', [...start.values()], {
      condition: (g, values) => {
        const state = named(values)
        const more = g.compare('Less', state.get('turn')!, g.scalar(length, 'int32'))
        return leaving === 'end' ? g.logical('LogicalAnd', more, g.not(state.get('resting')!)) : more
      },
      turn: (g, values) => {
        const state = named(values)
        const turn = state.get('turn')!
        const at = reverse ? g.binary('Sub', g.scalar(length - 1, 'int32'), turn) : turn
        const given: Turn = new Map(
          operands.map((name) => [name, isSequence(name) ? entry(g, state.get(name)!, at) : state.get(name)!]),
        )
        const made = leaving === 'turn' ? unlessIdle(g, body, given, lower) : lower(g, body, given)
        const next: State = new Map(state).set('turn', g.binary('AddV2', turn, g.scalar(1, 'int32')))
        if (leaving === 'end') next.set('resting', all(g, made.get(IDLE)!))
        for (const { name } of results) {
          const value = made.get(name)!
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
    const isCut = leaving === 'end' && resultKind(name) === 'b'
    return isCut ? filled(f, value, after, carryOf(name), reverse) : value
  }
  return new Map(results.map(({ name }) => [name, found(name)]))
}

function leavingOf(body: Program): Leaving {
  const idle = body.outputs.find(({ name }) => name === IDLE)
  if (!idle) return 'none'
  const isOfTurn = reachable([idle.node]).some((node) => isOp(node, 'input') && isSequence(node.attributes.name))
  return isOfTurn ? 'turn' : 'end'
}

/** A turn's results; where all rows are idle, carries as they are, and zeros, at once. */
function unlessIdle(f: FunctionBuilder, body: Program, given: Turn, lower: LowerProgram): Turn {
  const idle = body.outputs.filter(({ name }) => name === IDLE)
  const isIdle = all(f, lower(f, makeProgram(body.name, idle), given).get(IDLE)!)
  const outputs = body.outputs.filter(({ name }) => name !== IDLE)
  const operands = [...given.keys()]
  const named = (values: readonly Value[]): Turn => new Map(operands.map((name, i) => [name, values[i]]))
  const kept = (g: FunctionBuilder, own: Turn, { name, node: { shape } }: (typeof outputs)[number]): Value => {
    const kind = resultKind(name)
    const carry = kind === 'n' || kind === 'b' ? own.get(carryOf(name)) : undefined
    return carry ?? g.zeros(shape)
  }
  const values = either(
    f,
    {
      condition: isIdle,
      inputs: [...given.values()],
      results: outputs.map(({ node: { shape } }) => ({ shape, type: f.library.float })),
    },
    (g, inputs) => outputs.map((output) => kept(g, named(inputs), output)),
    (g, inputs) => {
      const made = lower(g, makeProgram(body.name, outputs, [], body.inputs), named(inputs))
      return outputs.map(({ name }) => made.get(name)!)
    },
  )
  return new Map(outputs.map(({ name }, i) => [name, values[i]]))
}

/** The carries that turns found, with what those that were not taken would have found: the last. */
function filled(f: FunctionBuilder, stack: Value, after: State, carry: string, reverse: boolean): Value {
  const [length] = stack.shape
  const turns = Array.from({ length }, (_, i) => (reverse ? length - 1 - i : i))
  const each = f.constant(turns, [length, ...stack.shape.slice(1).map(() => 1)], 'int32')
  return f.select(f.compare('Less', each, after.get('turn')!), stack, after.get(carry)!)
}
