import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows, plainCases, variedCases } from './support/blocks'
import { relativeError } from './support/compare'
import { densityProgram, stackOf } from './support/density'
import { inputs } from './support/runs'

// Batches of one row, of less than a tile, and of several tiles with a rest that fills no vector.
const shapes = [
  [1, 149],
  [2, 150],
  [3, 7],
  [5, 1],
  [8, 131],
  [43, 70],
] as const

const cases = [
  ...plainCases.map((use) => ({ ...use, shapes: shapes.filter(([dims]) => dims <= (use.entry.mostDims ?? dims)) })),
  ...variedCases.slice(plainCases.length).map((use) => ({ ...use, shapes: [[2, 150]] as const })),
]

describe.each(['float32', 'float64'] as const)('flows compiled in %s', (precision) => {
  const backend = createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

  it.each(cases)('have the densities, images and gradients of the reference: $name', async ({ create, shapes }) => {
    for (const [dims, rows] of shapes) {
      const flow = stackOf(create, dims)
      const program = densityProgram(flow, rows)
      const [theta, points] = [moved(flow, 1, 0.1), normalRows(rows, dims, 2)]
      const expected = interpret(program, inputs(theta, points))
      const executable = await backend.prepare(program)
      executable.write('theta', theta)
      executable.write('rows', points)
      await executable.run()
      for (const [output, values] of expected)
        expect(relativeError(await executable.read(output), values), `${output}, D = ${dims}`).toBeLessThan(
          precision === 'float32' ? 1e-4 : 1e-9,
        )
      executable.dispose()
    }
  })
})
