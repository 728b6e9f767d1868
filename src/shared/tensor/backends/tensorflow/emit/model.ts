import { sizeOf, type Shape } from '../../../ir/shape'
import type { OpAttributes } from '../../../ir/op'
import type { Node, Program } from '../../../ir/program'
import { lowerProgram } from '../lower/rules'
import type { GraphDef, TypeName } from '../proto/messages'
import { attr } from './attributes'
import type { FunctionBuilder, Type, Value } from './functionBuilder'
import { GraphBuilder } from './graphBuilder'
import { FunctionLibrary, type Manner } from './library'
import { entry, repeat, withEntry } from './loops'

/** A value of the program as the host sees it. */
export interface Place {
  readonly shape: Shape
  /** Whether each turn has its own. */
  readonly perTurn: boolean
}

/** A program as a graph, and by what names the host asks for its parts. */
export interface Model {
  readonly graph: GraphDef
  readonly turns: number
  readonly inputs: ReadonlyMap<string, Place & { readonly write: WriteNames; readonly read: string }>
  readonly outputs: ReadonlyMap<string, Place & { readonly fetch: string }>
  /** Says how many turns a run has; not there where it is always one. */
  readonly count: string | null
  /** To be asked for in every run. */
  readonly done: string
}

export interface WriteNames {
  readonly feed: string
  readonly done: string
}

export interface ModelOptions {
  readonly float: 'float' | 'double'
  readonly manner: Manner
  readonly turns: number
  /** Outputs that have a value for each row, of which the last turn's alone is kept. */
  readonly rowOutputs: ReadonlySet<string>
}

/** Compiled by XLA as it stands, and kept apart from what surrounds it. */
const COMPILED = { _XlaMustCompile: attr.flag(true), _noinline: attr.flag(true) }

/**
 * Writes a program whose inputs are variables of the session: each is written by a run of its own, and a run of the
 * program reads all, takes its turns and assigns what they leave.
 */
export function writeModel(program: Program, options: ModelOptions): Model {
  const { float, manner, turns, rowOutputs } = options
  const library = new FunctionLibrary(float, manner)
  const place = ({ shape }: Node, perTurn: boolean): Place => ({ shape: perTurn ? [turns, ...shape] : shape, perTurn })
  const updated = new Set(program.updates.map(({ name }) => name))
  const isPerTurn = ({ batched, name }: OpAttributes['input']) => turns > 1 && batched && !updated.has(name)
  const inputs = program.inputs.map((node) => ({ node, ...place(node, isPerTurn(node.attributes)) }))
  const outputs = program.outputs.map(({ name, node }) => ({
    name,
    node,
    ...place(node, turns > 1 && !rowOutputs.has(name)),
  }))
  const typeOf = ({ dtype }: Node): TypeName => (dtype === 'bool' ? 'bool' : float)
  const results: Type[] = [
    ...outputs.map(({ node, shape }) => ({ shape, type: typeOf(node) })),
    ...program.updates.map(({ node }) => ({ shape: node.shape, type: float })),
  ]
  const run = library.define(
    'run',
    (f) => {
      const count = turns > 1 ? f.argument({ shape: [], type: 'int32' }) : null
      const given = inputs.map(({ shape }) => f.argument({ shape, type: float }))
      return count ? severalTurns(f, program, count, given, results) : oneTurn(f, program, given)
    },
    manner === 'xla' ? COMPILED : {},
  )

  const g = new GraphBuilder()
  const count = turns > 1 ? g.placeholder('turns', 'int32', []) : null
  const variables = inputs.map(({ node, shape, perTurn }, i) => {
    const variable = g.variable(`input_${i}`, float, shape)
    const current = g.read(`input_${i}_read`, variable, float)
    const write = writeNodes(g, `input_${i}`, variable, { shape, type: float })
    const read = `${g.bitcast(`input_${i}_bytes`, current, float, wire(float))}:0`
    return { name: node.attributes.name, variable, current, shape, perTurn, write, read }
  })
  const called = g.node(
    'run',
    'PartitionedCall',
    [...(count ? [count] : []), ...variables.map(({ current }) => current)],
    {
      Tin: attr.types([...(count ? (['int32'] as const) : []), ...variables.map(() => float)]),
      Tout: attr.types(results.map(({ type }) => type)),
      f: attr.call(run),
      ...(manner === 'xla' ? COMPILED : {}),
    },
  )
  const assigned = program.updates.map(({ name }, i) => {
    const { variable, current } = variables.find((each) => each.name === name)!
    // TensorFlow takes calls apart: without the order an output that is the old value could be the new one
    return g.assign(`update_${i}`, variable, `${called}:${outputs.length + i}`, float, [current])
  })
  const fetches = outputs.map(({ name, node, shape, perTurn }, i) => {
    const value = `${called}:${i}`
    const fetch = node.dtype === 'bool' ? value : g.bitcast(`output_${i}`, value, float, wire(float))
    return [name, { shape, perTurn, fetch: fetch.includes(':') ? fetch : `${fetch}:0` }] as const
  })
  return {
    graph: { node: g.nodes, library: { function: library.functions } },
    turns,
    inputs: new Map(variables.map(({ name, shape, perTurn, write, read }) => [name, { shape, perTurn, write, read }])),
    outputs: new Map(fetches),
    count: count && `${count}:0`,
    done: `${g.after('done', [called, ...assigned])}:0`,
  }
}

/** The binding passes no float64: its halves cross, as whole numbers. */
const wire = (float: 'float' | 'double'): 'float' | 'int32' => (float === 'double' ? 'int32' : 'float')
/** Shape of what crosses. */
export const wireShape = (shape: Shape, float: 'float' | 'double'): Shape =>
  float === 'double' ? [...shape, 2] : shape

/** Copies what it is given: the host's memory must not outlive the run that passes it. */
function writeNodes(g: GraphBuilder, name: string, variable: string, { shape, type }: Type): WriteNames {
  const float = type as 'float' | 'double'
  const given = g.placeholder(`${name}_given`, wire(float), wireShape(shape, float))
  const copy = g.node(`${name}_copy`, 'DeepCopy', [given], { T: attr.type(wire(float)) })
  const value = g.bitcast(`${name}_value`, copy, wire(float), float)
  const assigned = g.assign(`${name}_write`, variable, value, float)
  return { feed: `${given}:0`, done: `${g.after(`${name}_written`, [assigned])}:0` }
}

function oneTurn(f: FunctionBuilder, program: Program, given: readonly Value[]): readonly Value[] {
  const bindings = new Map(program.inputs.map(({ attributes: { name } }, i) => [name, given[i]]))
  const values = lowerProgram(f, program, bindings)
  return [...program.outputs, ...program.updates].map(({ name }) => values.get(name)!)
}

/**
 * Turns one after another, each with the states that the one before has left. Inputs of rows have an entry for each turn;
 * of the results those with an axis more than the program's are stacks of what the turns gave.
 */
function severalTurns(
  f: FunctionBuilder,
  program: Program,
  count: Value,
  given: readonly Value[],
  results: readonly Type[],
): readonly Value[] {
  const named = [...program.outputs, ...program.updates]
  const names = program.inputs.map(({ attributes }) => attributes.name)
  const updated = program.updates.map(({ name }) => names.indexOf(name))
  const stacks = program.outputs.map((_, i) => zeros(f, results[i]))
  const start = [f.scalar(0, 'int32'), count, ...given, ...stacks]
  const after = repeat(f, 'turns', start, {
    condition: (g, [turn, turns]) => g.compare('Less', turn, turns),
    turn: (g, [turn, turns, ...rest]) => {
      const state = rest.slice(0, given.length)
      const own = program.inputs.map(({ shape }, i) =>
        state[i].shape.length > shape.length ? entry(g, state[i], turn) : state[i],
      )
      const values = oneTurn(g, program, own)
      updated.forEach((at, i) => (state[at] = values[program.outputs.length + i]))
      const kept = program.outputs.map(({ node }, i) => {
        const stack = rest[given.length + i]
        return stack.shape.length > node.shape.length ? withEntry(g, stack, turn, values[i]) : values[i]
      })
      return [g.binary('AddV2', turn, g.scalar(1, 'int32')), turns, ...state, ...kept]
    },
  })
  return named.map((_, i) =>
    i < program.outputs.length ? after[2 + given.length + i] : after[2 + updated[i - program.outputs.length]],
  )
}

const zeros = (f: FunctionBuilder, { shape, type }: Type): Value =>
  type === 'bool' ? f.constant(new Array<number>(sizeOf(shape)).fill(0), shape, 'bool') : f.zeros(shape)
