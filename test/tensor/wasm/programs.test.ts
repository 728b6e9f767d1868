import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyseBatch } from '@shared/tensor/backends/analysis/batchAxis'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { distance } from '../support/run'
import './support/kernel' // turns relaxed SIMD on
import { compile, differences, distanceToReference, someInputs } from './support/machine'
import { cook, recipes, rowSteps } from './support/randomProgram'

const { fused: canFuse } = detectFeatures()
const tileVectors = fc.constantFrom(2, 4, 16)
const fused = canFuse ? fc.boolean() : fc.constant(false)

/** By how much each result changes when every operation is rounded to float32, in plain order. */
function roughness(program: Program): Readonly<Record<string, number>> {
  const inputs = new Map(Object.entries(someInputs(program)))
  const rounded = interpret(program, inputs, Float32Array)
  return Object.fromEntries([...interpret(program, inputs)].map(([name, y]) => [name, distance(rounded.get(name)!, y)]))
}

describe('any program of rows', () => {
  it('has the values, gradients and updates of the reference in float64, however it is cut into tiles', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, tileVectors, fused, async (recipe, tileVectors, fused) => {
        const program = cook(recipe)
        const executable = await compile(program, { tileVectors, fused })
        expect(await distanceToReference(program, executable, { runs: 2 })).toBeLessThan(1e-9)
      }),
      { numRuns: 120, seed: 1 },
    )
  })

  it('has them in float32 as far as its rounding lets it', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, tileVectors, fused, async (recipe, tileVectors, fused) => {
        const program = cook(recipe)
        const executable = await compile(program, { precision: 'float32', tileVectors, fused })
        const rough = roughness(program)
        for (const [name, worst] of Object.entries(await differences(program, executable)))
          expect(worst, name).toBeLessThan(1e-4 + 30 * rough[name])
      }),
      { numRuns: 60, seed: 2 },
    )
  })

  it.each(Object.keys(rowSteps))('is followed row by row, whatever length its batch has: %s', (step) => {
    for (const rows of [2, 3, 5, 8, 150])
      for (let k = 0; k < 12; k++) {
        const steps = [
          { step: 'unary', from: 0, beside: 0, k: 0 },
          { step, from: 0, beside: 1, k },
        ]
        expect(analyseBatch(optimise(cook({ rows, columns: 4, steps }))), `${rows} rows, k = ${k}`).not.toBeNull()
      }
  })
})
