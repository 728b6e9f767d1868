import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import { recipeNamed } from '@shared/catalogue/recipes'
import type { Settings } from '@shared/catalogue/types'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { bijectorDefinitions } from '@shared/flow/registry'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { afterAll, describe, expect, it } from 'vitest'
import { moved, normalRows } from '../flow/support/blocks'
import { relativeError } from '../flow/support/compare'
import { flowOf } from '../flow/support/runs'
import { tinySettings } from '../learn/tinyFlow'
import { zerosFor } from '../tensor/support/run'
import { backendHere, found, where } from './support/device'

const STEPS = 3

/**
 * Where steps are chosen by their error: at the tolerance of 10⁻³ that training has by default, float32 chooses some rows'
 * otherwise, which changes gradients by 10⁻⁴ of the largest, and Adam makes whole steps of the smallest of them. The
 * interpreter in float32 differs from float64 by as much.
 */
const trainingTolerance = 1e-5

/** FFJORD, its field made small. */
function ffjord(dims: number, changes: Settings) {
  const blocks = recipeNamed('ffjord')!.blocks.map(({ type, settings }) => {
    const definition = bijectorDefinitions.find((each) => each.type === type)!
    const usual = { ...defaultSettings(blockEntry(type)!), ...settings }
    return definition.create(
      type === 'continuous' ? { ...usual, width: 7, depth: 2, trainingTolerance, ...changes } : usual,
      dims,
      0,
    )
  })
  return flowOf(dims, blocks)
}

const cases: readonly (readonly [string, number, Settings])[] = [
  ['by steps as long as their error lets them', 2, {}],
  ['by a fixed number of steps', 2, { gradient: 'steps', solver: 'rk4', steps: 12 }],
  ['by the adjoint of a fixed number of steps', 2, { gradient: 'adjoint', solver: 'rk4', steps: 12 }],
  ['by the adjoint of steps as long as their error lets them', 2, { gradient: 'adjoint', solver: 'dopri5' }],
  ['by the adjoint with an estimated trace and penalties', 3, { gradient: 'adjoint', solver: 'dopri5', trace: 'hutchinson', kinetic: 0.2, jacobian: 0.1 }],
] // prettier-ignore

describe.skipIf('reason' in found)(where('FFJORD'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(cases)('takes training steps as in the reference, %s', async (_, dims, changes) => {
    const rows = 21
    const flow = ffjord(dims, changes)
    const program = stepProgram(flow, tinySettings(), rows)
    const [device, reference] = [await backendHere().prepare(program), await createReferenceBackend().prepare(program)]
    const write = (inputs: Readonly<Record<string, ArrayLike<number>>>) => {
      for (const [name, values] of Object.entries(inputs))
        for (const executable of [device, reference]) executable.write(name, values)
    }
    write({ ...zerosFor(program), theta: moved(flow, 1, 0.1) })
    const random = new Random(4)
    for (let step = 0; step < STEPS; step++) {
      write({ x: normalRows(rows, dims, 10 + step) })
      for (const input of noiseInputs(program)) write({ [input.input]: drawNoise(input, random) })
      await device.run()
      await reference.run()
      for (const { name } of [...program.outputs, ...program.updates]) {
        const error = relativeError(await device.read(name), await reference.read(name))
        expect(error, `${name} after step ${step}`).toBeLessThan(1e-4)
      }
    }
    device.dispose()
  })
})
