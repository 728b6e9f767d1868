import { affine } from '@shared/flow/bijectors/affine'
import type { Flow } from '@shared/flow/flow'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import type { BlockCase } from './blocks'
import { flowOf } from './runs'

/** log p, its mean's gradients, and images with their log-determinants: what training and pictures ask for. */
export function densityProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const x = b.rows('rows', [rows, flow.dims])
  const theta = b.input('theta', [flow.size])
  const traced = flow.trace(b, theta)
  const { logDensity, z } = traced.logDensity(x)
  const [dTheta, dRows] = gradient(b, b.mean(logDensity), [theta, x])
  const { value, logDet } = traced.forward(x)
  return b.program('density', { logDensity, z, dTheta, dRows, value, logDet })
}

/** The block between two affine ones, so that every stack has parameters. */
export const stackOf = (create: BlockCase['create'], dims: number): Flow =>
  flowOf(dims, [affine.create({}, dims), create(dims), affine.create({}, dims)])
