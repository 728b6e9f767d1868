import type { Flow } from '../../flow/flow'
import type { TraceTarget } from '../../flow/target'
import { gradient } from '../../tensor/autodiff/vjp'
import { Builder } from '../../tensor/ir/builder'
import type { Node, Program } from '../../tensor/ir/program'
import type { Backend } from '../../tensor/runtime/backend'
import { RowProgram } from '../inspection/rowProgram'
import { thetaLength } from '../theta'
import type { Table } from '../units'

/** A density but for a constant, at points, with its slope there. */
export interface Slopes {
  /** [n], nats. */
  readonly logDensity: Float64Array
  /** [n, D], ∂ log density/∂x. */
  readonly slope: Float64Array
}

/** What a Markov chain asks of the density that it walks on, in the flow's units. Whoever made it disposes it. */
export interface SlopedDensity {
  readonly dims: number
  /** For any number of points [n, D]. */
  at(points: Table): Promise<Slopes>
  dispose(): Promise<void>
}

/** The density and slope of both ends of a bridge from a model q to a target p̃. */
export interface BridgeSlopes {
  readonly model: Slopes
  readonly target: Slopes
}

export interface Bridge {
  readonly dims: number
  at(points: Table): Promise<BridgeSlopes>
  dispose(): Promise<void>
}

/** log density [rows] as an output with the slope of each row: rows do not depend on each other. */
function sloped(b: Builder, x: Node, logDensity: Node, name = '') {
  const [slope] = gradient(b, b.sum(logDensity), [x])
  return { [`logDensity${name}`]: logDensity, [`slope${name}`]: slope }
}

/** Inputs `x` [rows, D]; outputs `logDensity` [rows] and `slope` [rows, D] of a target. */
export function slopeProgram(dims: number, rows: number, target: TraceTarget): Program {
  const b = new Builder()
  const x = b.rows('x', [rows, dims])
  return b.program('target with slope', sloped(b, x, target(b, x)))
}

/** Inputs `theta` [P] and `x` [rows, D]; outputs `logDensityModel`, `slopeModel`, `logDensityTarget`, `slopeTarget`. */
export function bridgeProgram(flow: Flow, rows: number, target: TraceTarget): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const x = b.rows('x', [rows, flow.dims])
  const model = flow.trace(b, theta).logDensity(x).logDensity
  return b.program('bridge', { ...sloped(b, x, model, 'Model'), ...sloped(b, x, target(b, x), 'Target') })
}

/** A target's density on a machine, so many rows at a time. */
export async function slopedTarget(
  backend: Backend,
  dims: number,
  target: TraceTarget,
  rows: number,
): Promise<SlopedDensity> {
  const program = await RowProgram.prepare(backend, slopeProgram(dims, rows, target), 'x')
  return {
    dims,
    at: (points) => inPieces(points, dims, rows, (some) => program.run({}, some, ['logDensity', 'slope'])),
    dispose: () => program.dispose(),
  }
}

/** A model's and a target's density on a machine. */
export async function bridgeOf(
  backend: Backend,
  flow: Flow,
  theta: Float64Array,
  target: TraceTarget,
  rows: number,
): Promise<Bridge> {
  const names = ['logDensityModel', 'slopeModel', 'logDensityTarget', 'slopeTarget'] as const
  const program = await RowProgram.prepare(backend, bridgeProgram(flow, rows, target), 'x')
  return {
    dims: flow.dims,
    at: async (points) => {
      const found = await inPieces(points, flow.dims, rows, (some) => program.run({ theta }, some, names))
      return {
        model: { logDensity: found.logDensityModel, slope: found.slopeModel },
        target: { logDensity: found.logDensityTarget, slope: found.slopeTarget },
      }
    },
    dispose: () => program.dispose(),
  }
}

/** Runs over all points, a run of at most so many rows at a time, and joins what comes out. */
async function inPieces<O extends string>(
  points: Table,
  dims: number,
  rows: number,
  run: (some: Table) => Promise<Record<O, Float64Array>>,
): Promise<Record<O, Float64Array>> {
  const pieces: Record<O, Float64Array>[] = []
  for (let at = 0; at < points.length; at += rows * dims) pieces.push(await run(points.subarray(at, at + rows * dims)))
  const names = Object.keys(pieces[0]) as O[]
  return Object.fromEntries(names.map((name) => [name, joined(pieces.map((piece) => piece[name]))])) as Record<
    O,
    Float64Array
  >
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
