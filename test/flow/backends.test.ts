import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { affine } from '@shared/flow/bijectors/affine'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows, plainCases } from './support/blocks'
import { relativeError } from './support/compare'
import { flowOf, inputs } from './support/runs'
import type { Flow } from '@shared/flow/flow'

const rows = 16

/** log p, its mean's gradient by θ, and samples' images with their log-determinants: what training and pictures ask for. */
function densityProgram(flow: Flow): Program {
  const b = new Builder()
  const x = b.input('rows', [rows, flow.dims])
  const theta = b.input('theta', [flow.size])
  const traced = flow.trace(b, theta)
  const { logDensity, z } = traced.logDensity(x)
  const [dTheta, dRows] = gradient(b, b.mean(logDensity), [theta, x])
  const { value, logDet } = traced.forward(x)
  return b.program('density', { logDensity, z, dTheta, dRows, value, logDet })
}

/** The block between two affine ones, so that every stack has parameters. */
const stackOf = (create: (typeof plainCases)[number]['create'], dims: number) =>
  flowOf(dims, [affine.create({}, dims), create(dims), affine.create({}, dims)])

describe.each(['cpu', 'wasm'])('tfjs on %s', (name) => {
  const start = async () => {
    const require = createRequire(import.meta.url)
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`)
    await tf.setBackend(name)
    await tf.ready()
    return createTfjsBackend(tf, `tfjs-${name}`)
  }

  it.each(plainCases)('gives the densities, images and gradients of the reference: $name', async ({ create }) => {
    const backend = await start()
    for (const dims of [1, 2, 3, 5, 8]) {
      const flow = stackOf(create, dims)
      const program = densityProgram(flow)
      const [theta, points] = [moved(flow, 1, 0.2), normalRows(rows, dims, 2)]
      const expected = interpret(program, inputs(theta, points))
      const executable = await backend.prepare(program)
      executable.write('theta', theta)
      executable.write('rows', points)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(1e-4)
      executable.dispose()
    }
  })
})
