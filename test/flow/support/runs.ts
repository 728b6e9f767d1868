import type { Base, Bijector } from '@shared/flow/bijector'
import { Flow } from '@shared/flow/flow'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { partRows } from '@shared/flow/rows'
import { Random } from '@shared/math/random'
import { normal } from '@shared/flow/bases/normal'
import { jvpProgram } from '@shared/tensor/autodiff/transform'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import type { Values } from '@shared/tensor/runtime/interpreter/pointwise'
import { lumpy } from './walks'

export type Direction = 'forward' | 'inverse'
export const directions: readonly Direction[] = ['forward', 'inverse']
export const opposite = (direction: Direction): Direction => (direction === 'forward' ? 'inverse' : 'forward')

/** A flow of the given bijectors, from z to x; stochastic ones walk towards `lumpy`. */
export function flowOf(
  dims: number,
  bijectors: readonly Bijector[],
  base: Base = normal.create({}, dims),
  contextDims = 0,
): Flow {
  const parts = bijectors.map((of, i) => ({ id: `block${i}`, of }))
  const target = bijectors.some(({ stochastic }) => stochastic) ? lumpy : null
  return new Flow(dims, { id: 'base', of: base }, parts, contextDims, target)
}

/** The program rows [n, D + C] → value, logDet. */
export function mapProgram(flow: Flow, direction: Direction, n: number): Program {
  const b = new Builder()
  const { x, context } = partRows(b, flow, b.input('rows', [n, flow.width]))
  const { value, logDet } = flow.trace(b, b.input('theta', [flow.size]), { context })[direction](x)
  return b.program(direction, { value, logDet })
}

/** What was traced of each flow: parameters and rows are its inputs, so it serves all of them. */
const traced = new WeakMap<Flow, Map<string, Program>>()

function tracedOnce(flow: Flow, key: string, trace: () => Program): Program {
  const ofFlow = traced.get(flow) ?? new Map<string, Program>()
  traced.set(flow, ofFlow)
  const program = ofFlow.get(key) ?? shorter(trace())
  ofFlow.set(key, program)
  return program
}

/** A program with loops without what they compute in vain, which takes the interpreter long; any other as it is. */
export const shorter = (program: Program): Program =>
  program.nodes.some(({ op }) => op === 'loop') ? optimise(program) : program

export interface Images {
  readonly value: Values
  readonly logDet: Values
}

export function run(
  flow: Flow,
  theta: Float64Array,
  direction: Direction,
  rows: Float64Array,
  type: ArrayType = Float64Array,
): Images {
  const n = rows.length / flow.width
  const program = tracedOnce(flow, `${direction} of ${n}`, () => mapProgram(flow, direction, n))
  const random = new Random(1).fork('chance')
  const chance = noiseInputs(program).map((input) => [input.input, drawNoise(input, random)] as const)
  const outputs = interpret(program, new Map<string, ArrayLike<number>>([...inputs(theta, rows), ...chance]), type)
  return { value: outputs.get('value')!, logDet: outputs.get('logDet')! }
}

/** ∂value/∂x of each row, [n][D][D], through jvp: each row D times, moved along one coordinate after another. */
export function jacobians(flow: Flow, theta: Float64Array, direction: Direction, rows: Float64Array): number[][][] {
  const { dims, width } = flow
  const n = rows.length / width
  const program = tracedOnce(flow, `Jacobian of ${direction} of ${n}`, () =>
    jvpProgram(mapProgram(flow, direction, n * dims), ['rows']),
  )
  const again = new Float64Array(rows.length * dims)
  const moves = new Float64Array(rows.length * dims)
  for (let j = 0; j < dims; j++) {
    again.set(rows, j * rows.length)
    for (let row = 0; row < n; row++) moves[(j * n + row) * width + j] = 1
  }
  const found = interpret(program, new Map([...inputs(theta, again), ['d_rows', moves]])).get('d_value')!
  return Array.from({ length: n }, (_, row) =>
    Array.from({ length: dims }, (_, i) => Array.from({ length: dims }, (_, j) => found[(j * n + row) * dims + i]!)),
  )
}

export const inputs = (theta: Float64Array, rows: Float64Array) =>
  new Map([
    ['theta', theta],
    ['rows', rows],
  ])

/** log p of rows by the interpreter. */
export function logDensities(flow: Flow, theta: Float64Array, rows: Float64Array): Float64Array {
  const b = new Builder()
  const { x, context } = partRows(b, flow, b.input('rows', [rows.length / flow.width, flow.width]))
  const { logDensity } = flow.trace(b, b.input('theta', [flow.size]), { context }).logDensity(x)
  return Float64Array.from(interpret(b.program('density', { logDensity }), inputs(theta, rows)).get('logDensity')!)
}
