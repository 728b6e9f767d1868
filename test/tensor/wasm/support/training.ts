import { stepProgram } from '@shared/learn/training/stepProgram'
import { thetaLength } from '@shared/learn/theta'
import type { Program } from '@shared/tensor/ir/program'
import type { Executable } from '@shared/tensor/runtime/backend'
import { create, moved, normalRows } from '../../../flow/support/blocks'
import { flowOf } from '../../../flow/support/runs'
import { blocks } from '@shared/catalogue/registry'
import { tinySettings } from '../../../learn/tinyFlow'

const block = (type: string, dims: number) =>
  create(
    blocks.find((entry) => entry.type === type)!,
    dims,
  )

/** A step of training as the trainer makes it: couplings, a linear map, Adam with clipping and averaged weights. */
export function trainingStep(dims: number, rows: number) {
  const types = ['affine-coupling', 'lu-linear', 'spline-coupling', 'permutation', 'affine-coupling']
  const flow = flowOf(
    dims,
    types.map((type) => block(type, dims)),
  )
  const program: Program = stepProgram(flow, tinySettings({ clipNorm: 5, ema: 0.99 }), rows)
  return {
    program,
    inputs: { ...zeros(program), theta: moved(flow, 1, 0.1), x: normalRows(rows, dims, 2) },
    parameters: thetaLength(flow),
  }
}

const zeros = ({ inputs }: Program) =>
  Object.fromEntries(
    inputs.map(({ attributes: { name }, shape }) => [name, new Float64Array(shape.reduce((n, k) => n * k, 1))]),
  )

/** θ after so many runs from the same start. */
export async function thetaAfter(
  executable: Executable,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
  steps: number,
): Promise<Float64Array> {
  for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
  for (let step = 0; step < steps; step++) await executable.run()
  return executable.read('theta')
}
