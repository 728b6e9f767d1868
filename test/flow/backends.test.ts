import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import { invert } from '@shared/flow/invert'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved, plainCases } from './support/blocks'
import { relativeError } from './support/compare'
import { densityInputs, densityProgram, stackOf } from './support/density'

const rows = 16

/** These backends have no loops: where a solver chooses its steps, few fixed ones take their place. */
const cases = plainCases.map((use) => {
  if (!use.entry.settings.some(({ key }) => key === 'solver')) return use
  const few = (dims: number) => create(use.entry, dims, { solver: 'rk4', steps: 3 })
  return { ...use, create: (dims: number) => (use.name.endsWith('inverted') ? invert(few(dims)) : few(dims)) }
})

describe.each(['cpu', 'wasm'])('tfjs on %s', (name) => {
  const start = async () => {
    const require = createRequire(import.meta.url)
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`)
    await tf.setBackend(name)
    await tf.ready()
    return createTfjsBackend(tf, `tfjs-${name}`)
  }

  it.each(cases)('gives the densities, images and gradients of the reference: $name', async (use) => {
    const backend = await start()
    for (const dims of [1, 2, 3, 5, 8]) {
      const flow = stackOf(use, dims)
      const program = densityProgram(flow, rows)
      const given = densityInputs(use, moved(flow, 1, 0.2), rows, dims)
      const expected = interpret(program, given)
      const executable = await backend.prepare(program)
      for (const [input, values] of given) executable.write(input, values)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(1e-4)
      executable.dispose()
    }
  })
})
