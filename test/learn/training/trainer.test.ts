import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainingSettings } from '@shared/document/schema'
import type { Flow } from '@shared/flow/flow'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { StepOutcome } from '@shared/learn/training/state'
import { Trainer, type TrainingData } from '@shared/learn/training/trainer'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import type { Backend } from '@shared/tensor/runtime/backend'
import { createThreadPool } from '../../../src/main/engine/threads/pool'
import { buildWorker } from '../../main/engine/threads/workerEntry'
import { affineBlock, explodingBlock, tinyFlow, tinySettings } from '../tinyFlow'

const rows = (count: number, seed = 5, mean = 2, sd = 0.5) => {
  const random = new Random(seed)
  return Float32Array.from({ length: count }, () => mean + sd * random.normal())
}

async function makeTrainer(
  settings: TrainingSettings,
  {
    flow = tinyFlow(1),
    train = rows(100),
    validation = rows(40, 6),
    draw = null,
    units = new Units(flow.dims, []),
    backend = createReferenceBackend(),
  }: Partial<TrainingData & { readonly flow: Flow; readonly units: Units; readonly backend: Backend }> = {},
) {
  const inspector = new Inspector(flow, backend)
  const options = { flow, settings, data: { train, validation, draw }, units, backend, inspector }
  return Trainer.create(options)
}

async function train(trainer: Trainer, steps: number) {
  for (let i = 0; i < steps; i++) await trainer.takeSteps(1)
}

describe('the trainer', () => {
  it('fits the mean and spread of Gaussian data', async () => {
    const trainer = await makeTrainer(tinySettings({ steps: 400, batchSize: 100 }))
    await train(trainer, 400)
    const data = rows(100)
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length
    const sd = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length)
    const [s, t] = await trainer.weights()
    expect(t).toBeCloseTo(mean, 3)
    expect(Math.exp(s)).toBeCloseTo(sd, 3)
  })

  it('follows a plain Adam written by hand', async () => {
    const settings = tinySettings({ batchSize: 100 })
    const trainer = await makeTrainer(settings)
    const start = await trainer.weights()
    const data = rows(100)
    let theta = [...start]
    const m = [0, 0]
    const v = [0, 0]
    for (let step = 1; step <= 20; step++) {
      await trainer.takeSteps(1)
      // −log p = ½((x − t)e⁻ˢ)² + s + const
      const [s, t] = theta
      const z = [...data].map((x) => (x - t) * Math.exp(-s))
      const gradient = [
        1 - z.reduce((sum, value) => sum + value * value, 0) / z.length,
        (-z.reduce((sum, value) => sum + value, 0) / z.length) * Math.exp(-s),
      ]
      theta = theta.map((value, i) => {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i]
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2
        return value - (0.05 * m[i]) / (1 - 0.9 ** step) / (Math.sqrt(v[i] / (1 - 0.999 ** step)) + 1e-8)
      })
      const now = await trainer.weights()
      expect(now[0]).toBeCloseTo(theta[0], 10)
      expect(now[1]).toBeCloseTo(theta[1], 10)
    }
  })

  it('gives the same numbers for the same seed, and others for another', async () => {
    const run = async (seed: number) => {
      const trainer = await makeTrainer(tinySettings({ seed }))
      await train(trainer, 7)
      return trainer.weights()
    }
    expect(await run(3)).toEqual(await run(3))
    expect(await run(3)).not.toEqual(await run(4))
  })

  it('comes back to the same weights and the same run on reset', async () => {
    const trainer = await makeTrainer(tinySettings())
    const start = await trainer.weights()
    await train(trainer, 12)
    const after = await trainer.weights()
    trainer.reset(trainer.seed)
    expect(trainer.step).toBe(0)
    expect(trainer.history.steps.length).toBe(0)
    expect(await trainer.weights()).toEqual(start)
    await train(trainer, 12)
    expect(await trainer.weights()).toEqual(after)
  })

  it('goes on from a state as if it had never been interrupted', async () => {
    const settings = tinySettings({ ema: 0.9, patience: 50 })
    const whole = await makeTrainer(settings)
    await train(whole, 33)

    const first = await makeTrainer(settings)
    await train(first, 17)
    const second = await makeTrainer(settings)
    await train(second, 3)
    second.restore(await first.state())
    await train(second, 16)

    expect(await second.state()).toEqual(await whole.state())
  })

  it('reports NLL in natural units', async () => {
    const plain = await makeTrainer(tinySettings())
    const units = new Units(1, [{ type: 'standardise', mean: [7], scale: [Math.exp(1.25)] }])
    const scaled = await makeTrainer(tinySettings(), { units })
    await train(plain, 10)
    await train(scaled, 10)
    const [a, b] = [plain.history.since(), scaled.history.since()]
    expect(b.trainNll[9] - a.trainNll[9]).toBeCloseTo(1.25, 12)
    expect(b.validationNll[0] - a.validationNll[0]).toBeCloseTo(1.25, 12)
  })

  it('stops early and goes back to the weights of the best validation', async () => {
    // trained on rows about 2 and validated on rows about 1: the best is passed on the way
    const trainer = await makeTrainer(tinySettings({ steps: 1000, validateEvery: 2, patience: 3, batchSize: 100 }), {
      validation: rows(40, 6, 1),
    })
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') outcome = await trainer.takeSteps(1)
    expect(outcome).toEqual({ kind: 'finished', reason: 'early-stopping' })
    const { validationSteps, validationNll } = trainer.history.since()
    const best = validationNll.indexOf(Math.min(...validationNll))
    expect(trainer.best?.step).toBe(validationSteps[best])
    expect(trainer.step).toBe(validationSteps[best] + 6)

    const last = await trainer.weights()
    trainer.restoreBest()
    const [s, t] = await trainer.weights()
    expect([s, t]).not.toEqual([...last])
    const z = [...rows(40, 6, 1)].map((x) => (x - t) * Math.exp(-s))
    const nll = z.reduce((sum, value) => sum + value * value, 0) / 80 + s + 0.5 * Math.log(2 * Math.PI)
    expect(nll).toBeCloseTo(validationNll[best], 6)
  })

  it('ends at the first validation whose rows, all of them, reach the target', async () => {
    const free = await makeTrainer(tinySettings({ validateEvery: 5 }))
    await train(free, 60)
    const curve = [...free.history.since().validationNll]
    const targetNll = curve[7]
    const first = curve.findIndex((nll) => nll <= targetNll)

    const trainer = await makeTrainer(tinySettings({ validateEvery: 5, targetNll }))
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') outcome = await trainer.takeSteps(1)
    expect(outcome).toEqual({ kind: 'finished', reason: 'target' })
    expect(trainer.step).toBe(5 * (first + 1))
  })

  it('does not take a lucky quick look for the whole', async () => {
    // the first 8192 rows lie where training goes, the rest far off
    const validation = Float32Array.from({ length: 12_000 }, (_, i) => (i < 8192 ? 2 : 4))
    const settings = tinySettings({ steps: 30, batchSize: 100, targetNll: 1.5, validateEvery: 10 })
    const trainer = await makeTrainer(settings, { validation })
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') outcome = await trainer.takeSteps(1)
    expect(outcome).toEqual({ kind: 'finished', reason: 'steps' })
    expect(trainer.best!.nll).toBeLessThan(1.5)
  })

  it('reaches a target that its quick look is too unlucky to show', async () => {
    // the first 8192 rows are harder than the rest, but within the doubt that a first look leaves
    const random = new Random(4)
    const validation = Float32Array.from({ length: 12_000 }, (_, i) => (i < 8192 ? 2.15 : 2) + 0.5 * random.normal())
    const optimizer = { ...tinySettings().optimizer, learningRate: 0.01 }
    const settings = tinySettings({ steps: 2000, batchSize: 100, validateEvery: 10, targetNll: 0.775, optimizer })
    const trainer = await makeTrainer(settings, { validation })
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') outcome = await trainer.takeSteps(1)
    expect(outcome).toEqual({ kind: 'finished', reason: 'target' })
    expect((await trainer.state()).luck).toBeLessThan(-0.01)
    expect(trainer.history.since().validationNll.at(-1)).toBeGreaterThan(0.775)
  })

  it('keeps the weights that reached the target, whichever scored best before', async () => {
    const trainer = await makeTrainer(tinySettings({ targetNll: 100, patience: 5, validateEvery: 3 }))
    await train(trainer, 3)
    const held = await trainer.weights()
    trainer.restoreBest()
    expect(await trainer.weights()).toEqual(held)
  })

  it('trains on fresh rows, the same for the same seed, and goes on with them from a state', async () => {
    const fresh = {
      draw: (count: number, random: Random) => Float64Array.from({ length: count }, () => 2 + random.normal()),
    }
    const settings = tinySettings({ batchSize: 400 })
    const whole = await makeTrainer(settings, fresh)
    await train(whole, 14)
    const first = await makeTrainer(settings, fresh)
    await train(first, 9)
    const second = await makeTrainer(settings, fresh)
    second.restore(await first.state())
    await train(second, 5)
    expect(await second.state()).toEqual(await whole.state())
    expect(await (await makeTrainer(settings)).state()).not.toEqual(await (await makeTrainer(settings, fresh)).state())
  })

  it('finishes at the last step', async () => {
    const trainer = await makeTrainer(tinySettings({ steps: 3 }))
    await train(trainer, 2)
    expect(await trainer.takeSteps(1)).toEqual({ kind: 'finished', reason: 'steps' })
  })

  it('keeps a moving average that lags behind the weights and is what it shows', async () => {
    const trainer = await makeTrainer(tinySettings({ ema: 0.5, batchSize: 100 }))
    let ema = [...(await trainer.weights())]
    for (let t = 1; t <= 5; t++) {
      await trainer.takeSteps(1)
      const { theta } = await trainer.state()
      const d = Math.min(0.5, (1 + t) / (10 + t))
      ema = ema.map((value, i) => d * value + (1 - d) * theta[i])
    }
    const shown = await trainer.weights()
    shown.forEach((value, i) => {
      expect(value).toBeCloseTo(ema[i], 12)
    })
  })

  it('names the block that overflows and keeps the last good weights', async () => {
    const flow = tinyFlow(1, [
      { id: 'scale', of: affineBlock(1) },
      { id: 'boom', of: explodingBlock() },
    ])
    const train32 = Float32Array.from({ length: 64 }, (_, i) => (i === 40 ? 8 : 0.005 * i))
    const trainer = await makeTrainer(tinySettings({ batchSize: 8, seed: 2 }), {
      flow,
      train: train32,
      validation: new Float32Array(0),
    })
    const shown = [await trainer.weights()]
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') {
      shown.push(await trainer.weights())
      outcome = await trainer.takeSteps(1)
    }
    expect(shown.length).toBeGreaterThan(1)
    expect(outcome).toMatchObject({ kind: 'failed', failure: { node: 'boom', op: 'exp', step: trainer.step + 1 } })
    // the newest weights gave the loss that is not finite; those before them are known to have given a finite one
    expect(await trainer.weights()).toEqual(shown.at(-2))
  })

  it('trains a flow without parameters, which changes nothing', async () => {
    const flow: Flow = tinyFlow(2, [])
    const trainer = await makeTrainer(tinySettings(), { flow, validation: rows(8) })
    await train(trainer, 3)
    expect(trainer.history.since().gradientNorm).toEqual(Float64Array.of(0, 0, 0))
  })
})

describe('a trainer that takes several steps at once', () => {
  let worker: Awaited<ReturnType<typeof buildWorker>>
  beforeAll(async () => {
    worker = await buildWorker()
  })
  afterAll(() => worker.remove())

  const compiled = (pool: ThreadPool | null = null) =>
    createWasmBackend({
      precision: 'float32',
      features: detectFeatures(),
      pool,
      threads: pool?.threads ?? 1,
      memoryLimit: Infinity,
      now: () => 0,
    })

  it('takes those that it takes one by one, and stops for a validation and at the end', async () => {
    const settings = tinySettings({ steps: 45, validateEvery: 7, ema: 0.9, clipNorm: 1 })
    const [single, several] = await Promise.all([1, 2].map(() => makeTrainer(settings, { backend: compiled() })))
    await train(single, 45)
    const reached: number[] = []
    let outcome: StepOutcome = { kind: 'stepped' }
    while (outcome.kind === 'stepped') {
      outcome = await several.takeSteps(5)
      reached.push(several.step)
    }
    expect(outcome).toEqual({ kind: 'finished', reason: 'steps' })
    expect(reached).toEqual([5, 7, 12, 14, 19, 21, 26, 28, 33, 35, 40, 42, 45])
    expect(await several.state()).toEqual(await single.state())
    expect(several.history.since().validationSteps.length).toBe(7)
  })

  it('takes one where the machine can take no more', async () => {
    const trainer = await makeTrainer(tinySettings({ validateEvery: 50 }))
    await trainer.takeSteps(8)
    expect(trainer.step).toBe(1)
  })

  it('takes no more than so many bytes of batches, and none in vain', async () => {
    const flow = tinyFlow(1)
    for (const [batchSize, most] of [
      [100, 16],
      [2 ** 16, 4],
      [2 ** 19, 1],
    ]) {
      const options = { flow, backend: compiled(), train: rows(2 ** 19) }
      const trainer = await makeTrainer(tinySettings({ batchSize, validateEvery: 50 }), options)
      await trainer.takeSteps(1000)
      expect(trainer.step).toBe(most)
    }
  })

  it('ends at the first that fails, as if it had taken them one by one', async () => {
    const flow = tinyFlow(1, [
      { id: 'scale', of: affineBlock(1) },
      { id: 'boom', of: explodingBlock() },
    ])
    const train32 = Float32Array.from({ length: 256 }, (_, i) => (i === 40 ? 8 : 0.005 * (i % 64)))
    const settings = tinySettings({ batchSize: 8, seed: 4, validateEvery: 50 })
    const options = () => ({ flow, train: train32, validation: new Float32Array(0), backend: compiled() })
    const [single, several] = await Promise.all([1, 2].map(() => makeTrainer(settings, options())))
    let wanted = await single.takeSteps(1)
    while (wanted.kind === 'stepped') wanted = await single.takeSteps(1)
    let [got, before] = [await several.takeSteps(16), 0]
    while (got.kind === 'stepped') [before, got] = [several.step, await several.takeSteps(16)]
    expect(wanted).toMatchObject({ kind: 'failed', failure: { step: single.step + 1 } })
    expect(got).toEqual(wanted)
    expect(several.step - before).toBeGreaterThan(0) // not the first of its order
    expect(await several.state()).toEqual(await single.state())
    // and goes on from there alike, as soon as a batch lets it
    for (const trainer of [single, several]) {
      const weights = await trainer.weights()
      for (let tries = 0; (await trainer.takeSteps(1)).kind === 'failed'; tries++) expect(tries).toBeLessThan(20)
      expect(await trainer.weights()).not.toEqual(weights)
    }
    expect(await several.state()).toEqual(await single.state())
    for (const trainer of [single, several]) {
      while ((await trainer.takeSteps(16)).kind === 'stepped');
      trainer.reset(4)
      const weights = await trainer.weights()
      await trainer.takeSteps(1)
      expect(await trainer.weights()).not.toEqual(weights)
    }
    expect(await several.state()).toEqual(await single.state())
  })

  it('takes steps beside other work on this thread, to which it is as it was before', async () => {
    const pool = createThreadPool({ entry: worker.entry, threads: 2 })
    const settings = tinySettings({ batchSize: 128, validateEvery: 50, ema: 0.9 })
    const onTwo = () => ({ flow: tinyFlow(1), train: rows(512), backend: compiled(pool) })
    const [plain, beside] = await Promise.all([1, 2].map(() => makeTrainer(settings, onTwo())))
    expect(plain.threads).toBe(2)
    for (let order = 0; order < 4; order++) {
      await plain.takeSteps(6)
      const [step, version, weights] = [beside.step, beside.version, [...(await beside.weights())]]
      await beside.takeStepsBeside(async () => {
        await new Promise((done) => setTimeout(done, 5)) // the steps are taken meanwhile
        expect([beside.step, beside.version, [...(await beside.weights())]]).toEqual([step, version, weights])
      }, 6)
    }
    expect(await beside.state()).toEqual(await plain.state())
    expect(beside.step).toBe(24)
    const broken = beside.takeStepsBeside(() => Promise.reject(new Error('broken work')), 6)
    await expect(broken).rejects.toThrow('broken work')
    await plain.takeSteps(6)
    expect(await beside.state()).toEqual(await plain.state())
    for (const trainer of [plain, beside]) trainer.dispose()
    await pool.dispose()
  })

  it('does other work first where it has no threads beside this one', async () => {
    const done: number[] = []
    const trainer = await makeTrainer(tinySettings({ validateEvery: 50 }), { backend: compiled() })
    await trainer.takeStepsBeside(() => Promise.resolve(void done.push(trainer.step)), 6)
    expect([done, trainer.step]).toEqual([[0], 6])
  })
})
