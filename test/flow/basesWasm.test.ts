import { affine } from '@shared/flow/bijectors/affine'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { isEdged, variedBases } from './support/bases'
import { moved, normalRows } from './support/blocks'
import { relativeError } from './support/compare'
import { densityProgram } from './support/density'
import { flowOf, inputs } from './support/runs'

// a batch of one row, of less than a tile, and of several tiles with a rest that fills no vector
const shapes = [
  [1, 149],
  [2, 150],
  [3, 7],
  [5, 1],
  [43, 70],
] as const

describe.each(['float32', 'float64'] as const)('bases compiled in %s', (precision) => {
  const backend = createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

  it.each(variedBases)('have the densities and gradients of the reference: $name', async (use) => {
    for (const [dims, rows] of use.name === use.entry.type ? shapes : ([[2, 150]] as const)) {
      const flow = flowOf(dims, [affine.create({}, dims)], use.create(dims))
      const program = densityProgram(flow, rows)
      // where the density ends, all rows stay inside
      const [theta, points] = isEdged(use)
        ? [moved(flow, 1, 0.01), normalRows(rows, dims, 2, 0.01)]
        : [moved(flow, 1, 0.1), normalRows(rows, dims, 2)]
      const bound = inputs(theta, points).set('latents', points)
      const expected = interpret(program, bound)
      const executable = await backend.prepare(program)
      for (const [name, values] of bound) executable.write(name, values)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(
          precision === 'float32' ? 1e-4 : 1e-9,
        )
      executable.dispose()
    }
  })
})
