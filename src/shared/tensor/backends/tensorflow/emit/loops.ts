import type { Shape } from '../../../ir/shape'
import { attr } from './attributes'
import type { Attributes } from '../proto/messages'
import type { FunctionBuilder, Type, Value } from './functionBuilder'
import type { Manner } from './library'

/** Nodes of TensorFlow for what goes round. */

export interface Round {
  /** Whether another turn is to be taken: a truth value. */
  readonly condition: (f: FunctionBuilder, state: readonly Value[]) => Value
  /** The values after a turn, of the same shapes. */
  readonly turn: (f: FunctionBuilder, state: readonly Value[]) => readonly Value[]
}

/** Repeats `turn` as long as `condition` holds. Each is a function of its own that sees nothing but the state. */
export function repeat(f: FunctionBuilder, name: string, start: readonly Value[], round: Round): readonly Value[] {
  const { library } = f
  const begin = (inner: FunctionBuilder) => start.map((value) => inner.argument(value))
  const cond = library.define(`${name}_condition`, (inner) => [round.condition(inner, begin(inner))])
  const body = library.define(`${name}_turn`, (inner) => round.turn(inner, begin(inner)))
  return f.list(
    'StatelessWhile',
    'output',
    start,
    {
      T: attr.types(start.map(({ type }) => type)),
      cond: attr.call(cond),
      body: attr.call(body),
      output_shapes: attr.shapes(start.map(({ shape }) => shape)),
      parallel_iterations: attr.count(1),
      ...lowering(library.manner),
    },
    start,
  )
}

/** [rank] positions that are `at`, a scalar, on the first axis and 0 on the others. */
function front(f: FunctionBuilder, at: Value, rank: number): Value {
  const first = f.reshape(at, [1])
  return rank === 1 ? first : f.concat([first, f.whole(new Array<number>(rank - 1).fill(0))], 0)
}

/** Entry `at`, a scalar of int32, along the first axis. */
export function entry(f: FunctionBuilder, x: Value, at: Value): Value {
  const own: Shape = x.shape.slice(1)
  return f.reshape(f.slice(x, front(f, at, x.shape.length), [1, ...own]), own)
}

/** The stack with `value` in place of its entry `at`, a scalar of int32. */
export function withEntry(f: FunctionBuilder, stack: Value, at: Value, value: Value): Value {
  const one = f.reshape(value, [1, ...value.shape])
  const T = attr.type(stack.type)
  if (f.library.manner === 'xla') {
    const indices = front(f, at, stack.shape.length)
    return f.op('XlaDynamicUpdateSlice', 'output', [stack, one, indices], { T, Tindices: attr.type('int32') }, stack)
  }
  const indices = f.reshape(at, [1, 1])
  return f.op('TensorScatterUpdate', 'output', [stack, indices, one], { T, Tindices: attr.type('int32') }, stack)
}

export interface Choice {
  /** A truth value. */
  readonly condition: Value
  /** What both sides are given. */
  readonly inputs: readonly Value[]
  readonly results: readonly Type[]
}

type Side = (f: FunctionBuilder, inputs: readonly Value[]) => readonly Value[]

/** The results of one side alone; each is a function of its own. */
export function either(f: FunctionBuilder, choice: Choice, yes: Side, no: Side): readonly Value[] {
  const { condition, inputs, results } = choice
  const { library } = f
  const side = (name: string, write: Side) =>
    library.define(name, (inner) =>
      write(
        inner,
        inputs.map((value) => inner.argument(value)),
      ),
    )
  return f.list(
    'StatelessIf',
    'output',
    [condition, ...inputs],
    {
      Tcond: attr.type('bool'),
      Tin: attr.types(inputs.map(({ type }) => type)),
      Tout: attr.types(results.map(({ type }) => type)),
      then_branch: attr.call(side('yes', yes)),
      else_branch: attr.call(side('no', no)),
      output_shapes: attr.shapes(results.map(({ shape }) => shape)),
      ...lowering(library.manner),
    },
    results,
  )
}

/** Without it TensorFlow calls the functions of loops and choices anew each time. XLA takes such nodes as they are. */
const lowering = (manner: Manner): Attributes =>
  manner === 'graph' ? { _lower_using_switch_merge: attr.flag(true) } : {}
