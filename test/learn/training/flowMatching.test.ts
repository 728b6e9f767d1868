import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import { newObjective, type FlowMatching } from '@shared/document/objective'
import type { TrainingSettings } from '@shared/document/schema'
import type { Bijector } from '@shared/flow/bijector'
import { affine } from '@shared/flow/bijectors/affine'
import { continuous } from '@shared/flow/bijectors/continuous'
import type { Flow } from '@shared/flow/flow'
import { invert } from '@shared/flow/invert'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { meanNll } from '@shared/learn/evaluation/evaluate'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { Aim } from '@shared/learn/training/objectives'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows } from '../../flow/support/blocks'
import { expectClose } from '../../flow/support/compare'
import { flowOf } from '../../flow/support/runs'
import { explodingBlock, tinySettings } from '../tinyFlow'
import { makeTrainer, rows, train } from './trainers'

const matching = (changes: Partial<FlowMatching> = {}): FlowMatching => ({ ...(newObjective('flow-matching') as FlowMatching), ...changes }) // prettier-ignore
const aimOf = (changes: Partial<FlowMatching> = {}): Aim => ({ objective: matching(changes), target: null })

const field = (dims: number, changes = {}, contextDims = 0): Bijector =>
  continuous.create(
    { ...defaultSettings(blockEntry('continuous')!), width: 8, depth: 1, solver: 'rk4', steps: 10, ...changes },
    dims,
    contextDims,
  )

const compiled = () =>
  createWasmBackend({
    precision: 'float32',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: Infinity,
    now: () => 0,
  })

const settings = tinySettings()

/** What a step needs at θ: rows of N(1, 0.5²), and the noise of a seed. */
function prepare(
  flow: Flow,
  theta: ArrayLike<number>,
  {
    aim = aimOf(),
    batch = 6,
    of = settings,
  }: { readonly aim?: Aim; readonly batch?: number; readonly of?: TrainingSettings } = {},
) {
  // prettier-ignore
  const program = stepProgram(flow, of, batch, aim)
  const random = new Random(1)
  const zeros = new Float64Array(theta.length)
  const noise = new Map(noiseInputs(program).map((input) => [input.input, drawNoise(input, random)] as const))
  const x = normalRows(batch, flow.dims, 3).map((u) => 1 + 0.5 * u)
  const inputs = new Map<string, ArrayLike<number>>([
    ['theta', theta],
    ['m', zeros],
    ['v', zeros],
    ['good', zeros],
    ['step', [0]],
    ['count', [0]],
    ['failed', [0]],
    ['x', x],
    ...noise,
  ])
  return { program, inputs, x, noise }
}

function step(flow: Flow, theta: ArrayLike<number>, options: Parameters<typeof prepare>[2] = {}) {
  const { program, inputs, x, noise } = prepare(flow, theta, options)
  const found = interpret(program, inputs)
  return {
    loss: found.get('loss')![0],
    gradient: found.get('m')!.map((m) => m / (1 - settings.optimizer.beta1)),
    theta: found.get('theta')!,
    x,
    noise,
  }
}

const sides = flowOf(2, [affine.create({}, 2), field(2), invert(field(2, { width: 5 })), affine.create({}, 2)])

describe('the flow-matching loss', () => {
  it('has the gradient of itself along continuous flows, of which one is turned round', () => {
    const theta = moved(sides, 3)
    const way = moved(sides, 4)
    const moving = (name: string) => name === 'block1' || name === 'block2'
    for (const { node, offset, size } of sides.parameters) if (!moving(node)) way.fill(0, offset, offset + size)
    const at = (h: number) => step(sides, theta.map((t, i) => t + h * way[i]), { aim: aimOf({ sigma: 0.2 }) }).loss // prettier-ignore
    const { gradient } = step(sides, theta, { aim: aimOf({ sigma: 0.2 }) })
    const along = way.reduce((sum, d, i) => sum + d * gradient[i], 0)
    expectClose([along], [(at(1e-5) - at(-1e-5)) / 2e-5], 1e-6)
  })

  it('leaves all other blocks as they are, their weights do not even decay', () => {
    const theta = moved(sides, 3)
    const decaying = { ...settings, optimizer: { ...settings.optimizer, type: 'adamw' as const, weightDecay: 0.1 } }
    const after = step(sides, theta, { of: decaying }).theta
    for (const { node, offset, size } of sides.parameters) {
      const isSame = after.slice(offset, offset + size).every((value, i) => value === theta[offset + i])
      expect([node, isSame]).toEqual([node, node === 'block0' || node === 'block3'])
    }
  })

  it('is the mean square of the way per coordinate where nothing moves yet, between the ends that other blocks leave', () => {
    const theta = sides.initialParameters(new Random(1))
    const put = (node: string, name: string, values: readonly number[]) => {
      theta.set(values, sides.place(node, name).offset)
    }
    put('block0', 'shift', [3, -1])
    put('block3', 'logScale', [Math.log(2), Math.log(4)])
    const { loss, x, noise } = step(sides, theta, { aim: aimOf({ sigma: 0.25 }) })
    const [z] = [...noise].flatMap(([name, values]) => (name.includes('/base/') ? [values] : []))
    const squares = [...z.keys()].map((at) => {
      const [y0, y1] = [z[at] + [3, -1][at % 2], x[at] / [2, 4][at % 2]]
      return (y1 - 0.75 * y0) ** 2
    })
    expect(loss).toBeCloseTo(squares.reduce((a, b) => a + b) / squares.length, 10)
  })

  it('is the least at the velocity between two Gaussians, and what it is there is known', () => {
    // y0 ~ N(0, 1), y1 ~ N(m, s²): E[y1 − y0 | y] = m + (t s² − (1 − t)) / ((1 − t)² + t² s²) (y − t m)
    const [m, s] = [1, 0.5]
    const known = (scale: number): Bijector => ({
      ...field(1),
      parameters: [],
      velocity: ({ b }, y, t) => {
        const back = b.sub(1, t)
        const slope = b.div(b.sub(b.mul(t, s * s), back), b.add(b.square(back), b.mul(b.square(t), s * s)))
        return b.add(b.mul(b.mul(slope, scale), b.sub(y, b.mul(t, m))), m)
      },
    })
    const lossAt = (scale: number) => step(flowOf(1, [known(scale)]), [0], { batch: 100_000 }).loss
    let least = 1 + s * s
    for (let k = 0; k < 1000; k++) {
      const t = (k + 0.5) / 1000
      least -= (t * s * s - (1 - t)) ** 2 / ((1 - t) ** 2 + t * t * s * s) / 1000
    }
    expect(Math.abs(lossAt(1) - least)).toBeLessThan(0.01)
    expect(lossAt(0.9)).toBeGreaterThan(lossAt(1))
    expect(lossAt(1.1)).toBeGreaterThan(lossAt(1))
  })
})

describe('training by flow matching', () => {
  const train1d = { train: rows(4000), validation: rows(1000, 6) }
  const long = tinySettings({
    steps: 1500,
    batchSize: 128,
    validateEvery: 500,
    optimizer: { ...settings.optimizer, learningRate: 0.01 },
    schedule: { type: 'cosine', warmupSteps: 0, finalFraction: 0.01 },
  })
  const finish = async (flow: Flow, aim: Aim) => {
    const trainer = await makeTrainer(long, { ...train1d, flow, aim, backend: compiled() })
    while ((await trainer.takeSteps(16)).kind === 'stepped');
    return trainer
  }
  // of the rows themselves: −mean log p under N(2, 0.5²)
  const best = train1d.validation.reduce((sum, x) => sum + ((x - 2) / 0.5) ** 2 / 2, 0) / 1000 + Math.log(0.5 * Math.sqrt(2 * Math.PI)) // prettier-ignore

  it.each([
    ['one continuous flow', matching(), [field(1)]],
    ['optimal transport', matching({ coupling: 'optimal-transport' }), [field(1)]],
    ['two continuous flows, one turned round', matching(), [field(1), invert(field(1))]],
  ] as const)('finds a Gaussian to 0.02 nats: %s', async (_, objective, blocks) => {
    const trainer = await finish(flowOf(1, blocks), { objective, target: null })
    const { validationLoss, trainLoss } = trainer.history.since()
    expect(validationLoss.at(-1)! - best).toBeLessThan(0.02)
    expect(validationLoss.at(-1)! - best).toBeGreaterThan(-0.005)
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(trainLoss.slice(-200))).toBeLessThan(mean(trainLoss.slice(0, 5)) / 2)
    trainer.dispose()
  })

  const short = tinySettings({ steps: 20, validateEvery: 6, batchSize: 150 })
  const paired = { flow: flowOf(1, [affine.create({}, 1), field(1)]), aim: aimOf({ coupling: 'optimal-transport' }), ...train1d } // prettier-ignore

  it('takes the same steps by several at once, after a restart too', async () => {
    const backend = compiled()
    const [one, many, again] = await Promise.all([1, 2, 3].map(() => makeTrainer(short, { ...paired, backend })))
    await train(one, 20)
    await many.takeSteps(5)
    again.restore(await many.state())
    while ((await again.takeSteps(16)).kind === 'stepped');
    expect(await again.state()).toEqual(await one.state())
  })

  it('has the shortest ways by optimal transport', async () => {
    const firstLoss = async (aim: Aim) => {
      const trainer = await makeTrainer(short, { ...paired, aim })
      await train(trainer, 1)
      return trainer.history.since().trainLoss[0]
    }
    const [independent, transported] = [await firstLoss(aimOf()), await firstLoss(paired.aim)]
    // W₂² of N(0, 1) and N(2, ¼) is 4 + ¼; independent draws are 4 + 1 + ¼ apart
    expect(transported).toBeLessThan(independent - 0.5)
    expect(Math.abs(transported - 4.25)).toBeLessThan(0.6)
  })

  it('learns a density for each context, whose draws are its own', async () => {
    // c is 1 0 or 0 1, and x ~ N(±2, ½²)
    const given = (count: number, seed: number) => {
      const noise = normalRows(count, 1, seed)
      return Float32Array.from({ length: 3 * count }, (_, at) => {
        const [row, column] = [Math.floor(at / 3), at % 3]
        const side = row % 2
        return column === 0 ? 4 * side - 2 + 0.5 * noise[row] : Number(column - 1 === side)
      })
    }
    const flow = flowOf(1, [field(1, {}, 2)], undefined, 2)
    const [rowsOf, validation] = [given(2000, 1), given(400, 2)]
    const backend = compiled()
    const trainer = await makeTrainer(long, { train: rowsOf, validation, flow, aim: aimOf({ coupling: 'optimal-transport' }), backend }) // prettier-ignore
    while ((await trainer.takeSteps(16)).kind === 'stepped');
    const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 0.25)
    const nll = async (values: Float32Array) => (await meanNll(new Inspector(flow, backend), await trainer.weights(), new Units(1, []), values)).nll // prettier-ignore
    expect(await nll(validation)).toBeLessThan(entropy + 0.1)
    const swapped = validation.map((value, at) => (at % 3 === 0 ? value : 1 - value))
    expect(await nll(swapped)).toBeGreaterThan(entropy + 5)
  })

  it('names the block to blame for a step that is not finite', async () => {
    const flow = flowOf(1, [field(1), explodingBlock()])
    const trainer = await makeTrainer(short, { flow, aim: aimOf({ coupling: 'optimal-transport' }), train: rows(100) })
    const outcome = await trainer.takeSteps(1)
    expect(outcome).toMatchObject({ kind: 'failed', failure: { step: 1, node: 'block1' } })
  })
})
