import { describe, expect, it } from 'vitest'
import type { Flow } from '@shared/flow/flow'
import { Inspector } from '@shared/learn/inspection/inspector'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import { affineBlock, explodingBlock, tinyFlow, tinySettings } from '../tinyFlow'
import { makeTrainer, rows, train } from './trainers'

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
    expect(b.trainLoss[9] - a.trainLoss[9]).toBeCloseTo(1.25, 12)
    expect(b.validationLoss[0] - a.validationLoss[0]).toBeCloseTo(1.25, 12)
  })

  it('stops early and goes back to the weights of the best validation', async () => {
    // trained on rows about 2 and validated on rows about 1: the best is passed on the way
    const trainer = await makeTrainer(tinySettings({ steps: 1000, validateEvery: 2, patience: 3, batchSize: 100 }), {
      validation: rows(40, 6, 1),
    })
    let outcome = await trainer.takeSteps(1)
    while (outcome.kind === 'stepped') outcome = await trainer.takeSteps(1)
    expect(outcome).toEqual({ kind: 'finished', reason: 'early-stopping' })
    const { validationSteps, validationLoss } = trainer.history.since()
    const best = validationLoss.indexOf(Math.min(...validationLoss))
    expect(trainer.best?.step).toBe(validationSteps[best])
    expect(trainer.step).toBe(validationSteps[best] + 6)

    const last = await trainer.weights()
    expect(trainer.keptStep).toBeNull()
    trainer.restoreBest()
    expect(trainer.keptStep).toBe(trainer.best?.step)
    expect((await trainer.state()).keptStep).toBe(trainer.best?.step)
    const [s, t] = await trainer.weights()
    expect([s, t]).not.toEqual([...last])
    const z = [...rows(40, 6, 1)].map((x) => (x - t) * Math.exp(-s))
    const nll = z.reduce((sum, value) => sum + value * value, 0) / 80 + s + 0.5 * Math.log(2 * Math.PI)
    expect(nll).toBeCloseTo(validationLoss[best], 6)
    await trainer.takeSteps(1)
    expect(trainer.keptStep).toBeNull()
  })

  it('ends at the first validation whose rows, all of them, reach the target', async () => {
    const free = await makeTrainer(tinySettings({ validateEvery: 5 }))
    await train(free, 60)
    const curve = [...free.history.since().validationLoss]
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
    expect(trainer.history.since().validationLoss.at(-1)).toBeGreaterThan(0.775)
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

  it('validates on its own backend where it is wholly on another, and gives back what it made there', async () => {
    const reference = createReferenceBackend()
    const held: string[] = []
    const there: Backend = {
      ...reference,
      prepare: async (program, making) => {
        const inner = await reference.prepare(program, making)
        held.push(program.name)
        return {
          program: inner.program,
          write: inner.write.bind(inner),
          run: inner.run.bind(inner),
          read: inner.read.bind(inner),
          dispose: () => {
            held.splice(held.indexOf(program.name), 1)
            inner.dispose()
          },
        }
      },
    }
    const here = await makeTrainer(tinySettings({ steps: 20, validateEvery: 5 }))
    const [beside, wholly] = [
      await here.twin(there, new Inspector(tinyFlow(1), reference)),
      await here.whollyOn(there, () => Promise.resolve()),
    ]
    for (const trainer of [beside, wholly]) await train(trainer, 5)
    expect(held.filter((name) => name === 'training step')).toHaveLength(2)
    expect(held.filter((name) => name !== 'training step')).toHaveLength(1)
    expect(wholly.history.since().validationLoss).toEqual(beside.history.since().validationLoss)
    for (const trainer of [beside, wholly]) trainer.dispose()
    await new Promise((resolve) => setImmediate(resolve))
    expect(held).toEqual([])
  })
})
