import { newObjective, type ObjectiveType } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import { objectives } from '@shared/catalogue/objectives'
import type { BijectorDefinition } from '@shared/flow/bijector'
import type { Flow } from '@shared/flow/flow'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { affineCoupling } from '@shared/flow/bijectors/affineCoupling'
import type { TraceTarget } from '@shared/flow/target'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { Random } from '@shared/math/random'
import type { Program } from '@shared/tensor/ir/program'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { defaultSettings, blockEntry } from '@shared/catalogue/registry'
import { moved, normalRows } from '../../flow/support/blocks'
import { expectClose, relativeError } from '../../flow/support/compare'
import { flowOf } from '../../flow/support/runs'
import { gaussianTarget } from '../gaussianTarget'
import { tinyFlow, tinySettings } from '../tinyFlow'

const logZ = 0.7
const gaussian = (mean: number, sd: number) => gaussianTarget(mean, sd, logZ)

const drawing = objectives.filter(({ draws }) => draws).map(({ type }) => type as ObjectiveType)
type Gradient = 'score' | 'path'
/** An objective whose target is there from the first step. */
const atOnce = (type: ObjectiveType): Objective => ({ ...newObjective(type), annealing: { kind: 'none' } }) as Objective
const variants: readonly Objective[] = drawing
  .map((type) => newObjective(type))
  .flatMap((objective) =>
    (['score', 'path'] as const).flatMap((gradient) => {
      const plain = { ...objective, gradient, annealing: { kind: 'none' } } as Objective
      const rise = { steps: 10, from: 0.3 }
      const alphas =
        objective.type === 'alpha-divergence' ? [-1, 0.5, 2].map((alpha) => ({ ...plain, alpha })) : [plain]
      return [
        ...alphas,
        { ...plain, annealing: { kind: 'temperature', ...rise } },
        { ...plain, annealing: { kind: 'bridge', ...rise } },
      ] as Objective[]
    }),
  )
const cases = variants.map((objective) => ({ name: JSON.stringify(objective), objective }))

interface Given {
  readonly flow?: Flow
  readonly target?: TraceTarget
  readonly rows?: number
  readonly theta: ArrayLike<number>
  readonly seed?: number
  readonly step?: number
  /** Traced already, of the same objective and as many rows. */
  readonly program?: Program
}

const settings = tinySettings()

function prepare(
  objective: Objective,
  { flow = tinyDrawn(1), target = gaussian(1, 0.5), rows = 8, theta, seed = 1, step = 0, program: traced }: Given,
) {
  const program = traced ?? stepProgram(flow, settings, rows, { objective, target })
  const random = new Random(seed)
  const zeros = new Float64Array(theta.length)
  const inputs = new Map<string, ArrayLike<number>>([
    ['theta', theta],
    ['m', zeros],
    ['v', zeros],
    ['good', zeros],
    ['step', [step]],
    ['count', [0]],
    ['failed', [0]],
    ...noiseInputs(program).map((input) => [input.input, drawNoise(input, random)] as const),
    ['x', normalRows(rows, flow.dims, seed).map((u) => 1 + 0.5 * u)],
  ])
  return { program, inputs }
}

/** The loss of a step and its gradient, which Adam's first moment tells. */
function step(objective: Objective, given: Given) {
  const { program, inputs } = prepare(objective, given)
  const found = interpret(program, inputs)
  const loss = found.get('loss')![0]
  return {
    loss,
    shown: found.get('shown')?.[0] ?? loss,
    gradient: found.get('m')!.map((m) => m / (1 - settings.optimizer.beta1)),
  }
}

/** The flow x = e^s z + t of a normal base: q = N(t, e^2s). */
const tinyDrawn = (dims: number): Flow =>
  flowOf(
    dims,
    tinyFlow(dims).bijectors.map(({ of }) => of),
  )
const make = (type: string, dims: number, definition: BijectorDefinition, changes = {}) =>
  definition.create({ ...defaultSettings(blockEntry(type)!), ...changes }, dims)
const coupled = flowOf(2, [
  make('affine-coupling', 2, affineCoupling, { width: 4, depth: 1 }),
  make('affine-coupling', 2, affineCoupling, { width: 4, depth: 1, mask: 'even' }),
])

describe('an objective that draws from the model', () => {
  it.each(cases.filter(({ objective }) => 'gradient' in objective && objective.gradient === 'score'))(
    'has the gradient of its estimate: $name',
    ({ objective }) => {
      const theta = moved(coupled, 3)
      const direction = moved(coupled, 4)
      const at = (h: number) =>
        step(objective, { flow: coupled, theta: theta.map((t, i) => t + h * direction[i]), step: 2 }).loss
      const { gradient } = step(objective, { flow: coupled, theta, step: 2 })
      const along = direction.reduce((sum, d, i) => sum + d * gradient[i], 0)
      const h = 1e-5
      expectClose([along], [(at(h) - at(-h)) / (2 * h)], 1e-6)
    },
  )

  it.each(cases)('takes the same steps compiled: $name', async ({ objective }) => {
    const backend = createWasmBackend({
      precision: 'float64',
      features: detectFeatures(),
      pool: null,
      threads: 1,
      memoryLimit: 2 ** 30,
      now: () => 0,
    })
    const { program, inputs } = prepare(objective, { flow: coupled, theta: moved(coupled, 3), rows: 77, step: 2 })
    const expected = interpret(program, inputs)
    const executable = await backend.prepare(program)
    for (const [input, values] of inputs)
      if (program.inputs.some(({ attributes }) => attributes.name === input)) executable.write(input, values)
    await executable.run()
    for (const output of ['loss', 'gradientNorm', 'm', 'theta', ...(expected.has('shown') ? ['shown'] : [])])
      expect(relativeError(await executable.read(output), expected.get(output)!), output).toBeLessThan(1e-9)
    executable.dispose()
  })

  it.each(cases)('is the same for score and path, but for the gradient: $name', ({ objective }) => {
    const theta = moved(coupled, 3)
    const of = (gradient: Gradient) => step({ ...objective, gradient } as Objective, { flow: coupled, theta, step: 2 })
    const [score, path] = [of('score'), of('path')]
    expect(path.loss).toBeCloseTo(score.loss, 10)
    expect(path.shown).toBeCloseTo(score.shown, 10)
  })

  const orders = [-0.5, 0.5, 1.5].map((alpha) => ({ ...atOnce('alpha-divergence'), alpha }) as Objective)
  const others = drawing.filter((type) => type !== 'alpha-divergence').map(atOnce)

  it.each([...orders, ...others].map((objective) => ({ name: JSON.stringify(objective), objective })))(
    'has one mean gradient, by score or by path: $name',
    ({ objective }) => {
      const [theta, batches, rows] = [[-0.5, 0.9], 2500, 3]
      const of = (gradient: Gradient) => {
        const one = { ...objective, gradient } as Objective
        const { program } = prepare(one, { theta, rows })
        const all = Array.from({ length: batches }, (_, seed) => step(one, { theta, rows, seed, program }).gradient)
        return [0, 1].map((i) => {
          const mean = all.reduce((sum, g) => sum + g[i], 0) / batches
          const variance = all.reduce((sum, g) => sum + (g[i] - mean) ** 2, 0) / (batches - 1)
          return { mean, error: Math.sqrt(variance / batches) }
        })
      }
      const [score, path] = [of('score'), of('path')]
      // the same seeds draw the same noise, so the difference is surer than either
      score.forEach(({ mean, error }, i) => {
        expect(Math.abs(path[i].mean - mean)).toBeLessThan(4 * Math.hypot(error, path[i].error))
      })
    },
  )
})

describe('the gradients of reverse KL between Gaussians', () => {
  const of = (gradient: Gradient): Objective => ({ type: 'reverse-kl', gradient, annealing: { kind: 'none' } })

  it.each(['score', 'path'] as const)('have the known mean: %s', (gradient) => {
    // q = N(t, e^2s), p = N(1, ¼): ∂F/∂t = (t − 1)/¼, ∂F/∂s = e^2s/¼ − 1
    const [s, t] = [-0.4, 0.7]
    const rows = 40_000
    const found = step(of(gradient), { theta: [s, t], rows }).gradient
    expect(Math.abs(found[0] - (4 * Math.exp(2 * s) - 1))).toBeLessThan(0.06)
    expect(Math.abs(found[1] - 4 * (t - 1))).toBeLessThan(0.06)
  })
})

describe('where the model is the target', () => {
  const theta = [Math.log(0.5), 1]

  it.each(
    cases.filter(
      ({ objective }) =>
        'gradient' in objective &&
        objective.gradient === 'path' &&
        objective.annealing.kind === 'none' &&
        !['jeffreys', 'mixed'].includes(objective.type),
    ),
  )(
    // prettier-ignore
    'the gradient along the path is 0 for every draw, and the loss ± ln Z: $name',
    ({ objective }) => {
      const { loss, gradient } = step(objective, { theta })
      const above = objective.type === 'chi-squared' || (objective.type === 'alpha-divergence' && objective.alpha > 1)
      expect(loss).toBeCloseTo(above ? logZ : -logZ, 10)
      gradient.forEach((g) => {
        expect(Math.abs(g)).toBeLessThan(1e-12)
      })
    },
  )

  it('the full gradient is not 0 for a single draw', () => {
    const { gradient } = step(atOnce('reverse-kl'), { theta })
    expect(Math.abs(gradient[0])).toBeGreaterThan(0.01)
  })
})

describe('an annealed target', () => {
  const objective: Objective = {
    type: 'reverse-kl',
    gradient: 'score',
    annealing: { kind: 'temperature', steps: 10, from: 0.3 },
  }
  const theta = [0.1, 0.4]
  const plain = step({ ...objective, annealing: { kind: 'none' } }, { theta }).loss

  it('weighs the energy by β and not the entropy, and is shown as it is', () => {
    const at = (n: number) => step(objective, { theta, step: n })
    const logTarget = (plain - at(0).loss) / (0.3 - 1) // F − F_β = (β − 1) E ln p̃
    for (const n of [0, 3, 6.9]) {
      expect(at(n).loss).toBeCloseTo(plain - (0.3 + n / 10 - 1) * logTarget, 10)
      expect(at(n).shown).toBeCloseTo(plain, 12)
    }
    for (const n of [7, 8, 1000]) expect(at(n).loss).toBeCloseTo(plain, 12)
  })

  it('is a standard normal at the start of a bridge, and all of it at the end', () => {
    const bridge = (from: number): Objective => ({ type: 'reverse-kl', gradient: 'path', annealing: { kind: 'bridge', steps: 10, from } }) // prettier-ignore
    // q = N(0, 1) fits the start, so no draw has a gradient
    const { gradient } = step(bridge(1e-14), { theta: [0, 0] })
    gradient.forEach((g) => {
      expect(Math.abs(g)).toBeLessThan(1e-10)
    })
    const { loss, shown } = step(bridge(0.3), { theta, step: 7 })
    expect([loss, shown]).toEqual([expect.closeTo(plain, 12), expect.closeTo(plain, 12)])
  })
})
