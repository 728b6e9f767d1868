import fc from 'fast-check'
import { batchNorm as normEntry } from '@shared/catalogue/blocks/batchNorm'
import { affineCoupling as couplingEntry } from '@shared/catalogue/blocks/affineCoupling'
import { defaultSettings } from '@shared/catalogue/registry'
import { affineCoupling } from '@shared/flow/bijectors/affineCoupling'
import { batchNorm } from '@shared/flow/bijectors/batchNorm'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { vjpProgram } from '@shared/tensor/autodiff/transform'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import type { Backend } from '@shared/tensor/runtime/backend'
import { afterAll, describe, expect, it } from 'vitest'
import { moved, normalRows, plainCases } from '../flow/support/blocks'
import { holdToReference } from '../flow/support/held'
import { flowOf } from '../flow/support/runs'
import { tinySettings } from '../learn/tinyFlow'
import { allCases, spread } from '../tensor/support/cases'
import {
  caseInputs,
  caseProgram,
  caseVariables,
  distance,
  evaluate,
  runOn,
  zerosFor,
  type Bindings,
} from '../tensor/support/run'
import { updateCases, updateProgram } from '../tensor/support/updateCases'
import { differences, distanceToReference } from '../tensor/wasm/support/machine'
import { cook, recipes } from '../tensor/wasm/support/randomProgram'
import { trainingStep } from '../tensor/wasm/support/training'
import { backendFor, backendHere, found, where } from './support/device'
import { roughness, solver, solverInputs } from './support/programs'

/** The backend as it is on a GPU: many threads, small tiles, several rows to a thread, all levels in one kernel. */
let made: Backend | null = null
const onGpu = () => (made ??= backendFor('gpu'))

/** Worst distance of any result to the reference's. */
async function worstOf(program: Program, inputs: Bindings): Promise<number> {
  const [got, wanted] = [await runOn(onGpu(), program, inputs), evaluate(program, inputs)]
  return Math.max(...Object.keys(wanted).map((key) => distance(got[key], wanted[key])))
}

/** Rows of a part of a tile, of several tiles with a part of one behind them, and more than 256 tiles of 4 hold. */
const batches = [1, 3, 31, 258, 1100]

describe.skipIf('reason' in found)(where('sizes for a GPU'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  it.each(allCases)('give the value and the gradient of the reference: $title', async ({ use }) => {
    const program = vjpProgram(caseProgram(use), caseVariables(use))
    const inputs = { ...caseInputs(use), c_y: spread(program.outputs[0].node.shape, -1, 1, 17).values }
    expect(await worstOf(program, inputs)).toBeLessThan(1e-4)
  })

  it.each(updateCases)('update inputs as the reference does: %s', async (_, write) => {
    const program = updateProgram(write)
    const executable = await onGpu().prepare(program)
    expect(await distanceToReference(program, executable, { runs: 3 })).toBeLessThan(1e-5)
    executable.dispose()
  })

  it.each(batches)('run a network with its gradients over %s rows', async (rows) => {
    const b = new Builder()
    const [x, first, second] = [b.rows('x', [rows, 5]), b.input('first', [5, 131]), b.input('second', [131, 70])]
    const y = b.matmul(b.tanh(b.matmul(x, first)), second)
    const [ofX, ofFirst, ofSecond] = gradient(b, b.mean(b.sin(y)), [x, first, second])
    const program = b.program('network', { y, ofX, ofFirst, ofSecond })
    const inputs = {
      x: spread([rows, 5], -1, 1).values,
      first: spread([5, 131], -0.5, 0.5, 2).values,
      second: spread([131, 70], -0.2, 0.2, 3).values,
    }
    expect(await worstOf(program, inputs)).toBeLessThan(1e-4)
  })

  it('run programs of all kinds as far as float32 lets them', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const program = cook(recipe)
        const executable = await onGpu().prepare(program)
        const rough = roughness(program)
        for (const [name, worst] of Object.entries(await differences(program, executable, { runs: 2 })))
          expect(worst, name).toBeLessThan(1e-4 + 30 * rough[name])
        executable.dispose()
      }),
      { numRuns: 6, seed: 5 },
    )
  })

  it.each(batches)('take the turns of a loop over %s rows', async (rows) => {
    expect(await worstOf(solver(rows), solverInputs(rows))).toBeLessThan(1e-4)
  })

  it.each([
    [7, 300],
    [33, 5],
    [64, 129],
  ])('solve triangular systems of %s unknowns for %s columns', async (n, columns) => {
    const b = new Builder()
    const entries = spread([n, n], -1, 1, 5).values.map((value, at) => (at % (n + 1) === 0 ? 1.5 : value / n))
    const A = b.input('A', [n, n])
    const X = b.triangularSolve(A, b.input('B', [n, columns]), { lower: true, unit: false, transpose: true })
    const program = vjpProgram(b.program('solve', { y: X }), ['A', 'B'])
    const inputs = { A: entries, B: spread([n, columns], -1, 1, 6).values, c_y: spread([n, columns], -0.1, 0.1, 7).values } // prettier-ignore
    expect(await worstOf(program, inputs)).toBeLessThan(1e-4)
  })

  it.each([1021, 100_003])('sum %s numbers in parts', async (n) => {
    const b = new Builder()
    const x = b.input('x', [n])
    const program = b.program('sums', { mean: b.mean(b.square(x)), largest: b.maxReduce(x, [0]) })
    expect(await worstOf(program, { x: spread([n], -2, 2).values })).toBeLessThan(1e-4)
  })

  it.each([129, 1100])('take a step over sums that other sums depend on: statistics of %s rows', async (rows) => {
    const dims = 2
    const coupling = () => affineCoupling.create({ ...defaultSettings(couplingEntry), width: 16 }, dims)
    const norm = () => batchNorm.create(defaultSettings(normEntry), dims)
    const flow = flowOf(dims, [coupling(), norm(), coupling(), norm()])
    const program = stepProgram(flow, tinySettings(), rows)
    const inputs = { ...zerosFor(program), theta: moved(flow, 1), x: normalRows(rows, dims, 3) }
    expect(await worstOf(program, inputs)).toBeLessThan(1e-4)
  })

  it.each([
    [2, 1027],
    [5, 130],
  ])('take training steps in %s dimensions over %s rows', async (dims, rows) => {
    const { program, inputs } = trainingStep(dims, rows)
    const executable = await onGpu().prepare(program)
    expect(await distanceToReference(program, executable, { inputs, runs: 3 })).toBeLessThan(1e-4)
    executable.dispose()
  })

  const flows = plainCases.filter(({ name }) => /^(spline-autoregressive|sylvester-householder|residual|sum-of-squares, inverted)$/.test(name)) // prettier-ignore

  it.each(flows)('have the densities, images and gradients of the reference: $name', async (use) => {
    await holdToReference(onGpu(), use, { dims: 3, rows: 275 })
  })
})
