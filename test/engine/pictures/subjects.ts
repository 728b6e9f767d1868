import type { Bijector } from '@shared/flow/bijector'
import { Flow } from '@shared/flow/flow'
import { invert } from '@shared/flow/invert'
import { leastPositive, positiveOffset } from '@shared/flow/positive'
import type { Subject } from '@shared/engine/pictures/picture'
import { drawWhole } from '@shared/engine/pictures/whole'
import { Inspector } from '@shared/learn/inspection/inspector'
import { padTheta } from '@shared/learn/theta'
import { Units } from '@shared/learn/units'
import type { Frame, View } from '@shared/rpc/protocol'
import { blockEntry } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { create, moved } from '../../flow/support/blocks'
import { flowOf } from '../../flow/support/runs'

/** A flow at given weights. */
export interface Model {
  readonly flow: Flow
  readonly theta: Float64Array
}

export const backend = createWasmBackend({
  precision: 'float32',
  features: detectFeatures(),
  pool: null,
  threads: 1,
  memoryLimit: 2 ** 30,
  now: () => 0,
})

/** A model in front of data of other means and scales, computed as in training. */
export function subjectOf({ flow }: Model, preview = new Float32Array(0)): Subject {
  const units = new Units(flow.dims, [
    {
      type: 'standardise',
      mean: Array.from({ length: flow.dims }, (_, d) => 0.5 - d),
      scale: Array.from({ length: flow.dims }, (_, d) => 2 / (1 + 3 * d)),
    },
  ])
  return { flow, units, inspector: new Inspector(flow, backend), opened: { data: { preview } } }
}

/** The frame of a view, in full. */
export const draw = <K extends View['kind']>(
  view: Extract<View, { kind: K }>,
  subject: Subject,
  { theta, flow }: Model,
): Promise<Extract<Frame, { kind: K }>> => drawWhole(view, subject, padTheta(flow, theta), 7)

const block = (type: string, settings: Settings = {}, dims = 2): Bijector => create(blockEntry(type)!, dims, settings)

/** x = (e^0.4 z₁ + 1, e^−0.9 z₂ − 2). */
export const affineModel: Model = {
  flow: flowOf(2, [block('affine')]),
  theta: Float64Array.of(0.4, -0.9, 1, -2),
}

/** What the unconstrained diagonal of a triangular factor must be for a given one. */
const diagonal = (value: number) => Math.log(Math.expm1(value - leastPositive)) - positiveOffset

/** A turn by 0.6 as L U, between two affine maps that leave everything where it is. */
export const rotationModel: Model = {
  flow: flowOf(2, [block('affine'), block('lu-linear', { bias: false }), block('affine')]),
  // lower: tan; upper: −sin; diagonal: cos and its inverse
  theta: Float64Array.of(
    ...[0, 0, 0, 0],
    ...[Math.tan(0.6), -Math.sin(0.6), diagonal(Math.cos(0.6)), diagonal(1 / Math.cos(0.6))],
    ...[0, 0, 0, 0],
  ),
}

const movedModel = (bijectors: readonly Bijector[], dims = 2): Model => {
  const flow = flowOf(dims, bijectors)
  return { flow, theta: moved(flow, 5, 0.1) }
}

export const realNvp = movedModel(['even', 'odd', 'even', 'odd'].map((mask) => block('affine-coupling', { mask })))

export const splineStack = movedModel([
  block('spline-coupling', { mask: 'even' }),
  block('lu-linear'),
  block('spline-coupling', { mask: 'odd' }),
  block('permutation'),
])

/** A jump and two drifts, the second of which goes by its inverse. */
export const driftModel = movedModel([
  block('affine'),
  block('continuous', { width: 6, depth: 1, solver: 'dopri5', tolerance: 1e-6 }),
  invert(block('continuous', { width: 6, depth: 2, solver: 'rk4', steps: 12 })),
])

export const deepModel = movedModel(
  ['even', 'odd', 'even'].map((mask) => block('affine-coupling', { mask }, 3)),
  3,
)

/** Blocks `from` … `to` − 1 from z as a model of their own. */
export function part({ flow, theta }: Model, from: number, to: number): Model {
  const sizeOf = (id: string) => flow.parameters.reduce((sum, { node, size }) => (node === id ? sum + size : sum), 0)
  const before = flow.bijectors.slice(0, from).reduce((sum, { id }) => sum + sizeOf(id), 0)
  const taken = flow.bijectors.slice(from, to)
  const size = taken.reduce((sum, { id }) => sum + sizeOf(id), 0)
  return { flow: new Flow(flow.dims, flow.base, taken), theta: theta.slice(before, before + size) }
}
