import { affine } from '@shared/flow/bijectors/affine'
import type { Flow } from '@shared/flow/flow'
import { partRows } from '@shared/flow/rows'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { normalRows, type BlockCase } from './blocks'
import { flowOf } from './runs'

/** log p, its mean's gradients, and images with their log-determinants: what training and pictures ask for. */
export function densityProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const given = b.rows('rows', [rows, flow.width])
  const { x, context } = partRows(b, flow, given)
  const theta = b.input('theta', [flow.size])
  const traced = flow.trace(b, theta, { context })
  const { logDensity, z } = traced.logDensity(x)
  const [dTheta, dRows] = gradient(b, b.mean(logDensity), [theta, given])
  const { value, logDet } = traced.forward(b.rows('latents', [rows, flow.dims]))
  return b.program('density', { logDensity, z, dTheta, dRows, value, logDet })
}

/** Where a block's points must lie, or anywhere. */
const anywhere = ([low, high]: readonly [number, number]) => low === -Infinity && high === Infinity

/** The block between two affine ones, so that every stack has parameters; one only where the other would leave its range. */
export function stackOf({ create, from }: Pick<BlockCase, 'create' | 'from'>, dims: number): Flow {
  const before = anywhere(from.forward) ? [affine.create({}, dims)] : []
  const after = anywhere(from.inverse) ? [affine.create({}, dims)] : []
  return flowOf(dims, [...before, create(dims), ...after])
}

/** Rows of `stackOf` and what its program takes: points and latents inside its ranges. */
export const densityInputs = ({ from }: Pick<BlockCase, 'from'>, theta: Float64Array, rows: number, dims: number) =>
  new Map([
    ['theta', theta],
    ['rows', normalRows(rows, dims, 2, 1, from.inverse)],
    ['latents', normalRows(rows, dims, 3, 1, from.forward)],
  ])
