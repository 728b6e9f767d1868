import { affineCoupling } from '@shared/flow/bijectors/affineCoupling'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Objective } from '@shared/document/schema'
import { newObjective } from '@shared/document/objective'
import { weighDraws, reportWeights } from '@shared/learn/evaluation/importance'
import { Inspector } from '@shared/learn/inspection/inspector'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import type { Aim } from '@shared/learn/training/objectives'
import type { TraceTarget } from '@shared/flow/target'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { describe, expect, it } from 'vitest'
import { flowOf } from '../../flow/support/runs'
import { gaussianTarget } from '../gaussianTarget'
import { explodingBlock, tinyFlow, tinySettings } from '../tinyFlow'
import { makeTrainer, rows, train } from './trainers'

const logZ = 1.3
const target = gaussianTarget(0.7, 0.6, logZ)
const drawnFlow = flowOf(1, tinyFlow(1).bijectors.map(({ of }) => of)) // prettier-ignore
const aimOf = (type: Objective['type'], gradient: 'score' | 'path' = 'path'): Aim => ({
  objective: { ...newObjective(type, 300), gradient } as Objective,
  target,
})

const compiled = () =>
  createWasmBackend({
    precision: 'float32',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: Infinity,
    now: () => 0,
  })

describe('training by draws of the model', () => {
  it.each(['reverse-kl', 'alpha-divergence', 'chi-squared'] as const)(
    'finds a Gaussian and its constant by %s',
    async (type) => {
      const none = new Float32Array()
      const settings = tinySettings({
        steps: 300,
        batchSize: 64,
        optimizer: { ...tinySettings().optimizer, learningRate: 0.03 },
      })
      const trainer = await makeTrainer(settings, {
        flow: drawnFlow,
        aim: aimOf(type),
        train: none,
        validation: none,
        backend: compiled(),
      })
      while ((await trainer.takeSteps(16)).kind === 'stepped');
      const [s, t] = await trainer.weights()
      expect(s).toBeCloseTo(Math.log(0.6), 2)
      expect(t).toBeCloseTo(0.7, 2)
      const { trainLoss, validationLoss } = trainer.history.since()
      const least = type === 'chi-squared' ? logZ : -logZ
      expect(trainLoss[0]).toBeGreaterThan(least + 0.1)
      expect(trainLoss.at(-1)).toBeCloseTo(least, 2)
      expect(validationLoss.at(-1)).toBeCloseTo(least, 3)
      expect(trainer.weighed!.effectiveShare).toBeGreaterThan(0.99)
      expect(trainer.weighed!.logZ).toBeCloseTo(logZ, 2)
      expect(trainer.best!.nll).toBeLessThanOrEqual(validationLoss.at(-1)!)
    },
  )

  it('takes the same steps by several at once, after a restart too', async () => {
    const settings = tinySettings({ steps: 20, validateEvery: 6 })
    const options = { flow: drawnFlow, aim: aimOf('reverse-kl', 'score'), backend: compiled() }
    const [one, many] = await Promise.all([makeTrainer(settings, options), makeTrainer(settings, options)])
    await train(one, 20)
    await many.takeSteps(5)
    const state = await many.state()
    const again = await makeTrainer(settings, options)
    again.restore(state)
    while ((await again.takeSteps(16)).kind === 'stepped');
    expect(await again.state()).toEqual(await one.state())
  })

  it('keeps what the last validation told of draws, wherever the run goes on', async () => {
    const settings = tinySettings({ steps: 20, validateEvery: 6 })
    const options = { flow: drawnFlow, aim: aimOf('reverse-kl', 'score'), backend: compiled() }
    const trainer = await makeTrainer(settings, options)
    await train(trainer, 8)
    const moved = await makeTrainer(settings, options)
    moved.restore(await trainer.state())
    expect(moved.weighed).toEqual(trainer.weighed)
    expect(moved.weighed!.effectiveShare).toBeGreaterThan(0)
  })

  it('shows the NLL part in natural units, and leaves energies as they are', async () => {
    const units = new Units(1, [{ type: 'standardise', mean: [0], scale: [Math.E] }])
    const first = async (type: Objective['type'], own: Units | undefined) => {
      const trainer = await makeTrainer(tinySettings(), { flow: drawnFlow, aim: aimOf(type, 'score'), units: own })
      await trainer.takeSteps(1)
      return trainer.history.since().trainLoss[0]
    }
    for (const [type, share] of [
      ['reverse-kl', 0],
      ['jeffreys', 1],
      ['mixed', 0.5],
    ] as const)
      // prettier-ignore
      expect((await first(type, units)) - (await first(type, undefined))).toBeCloseTo(share, 10)
  })

  it('is stopped by a target that is not finite, and says that it is the target', async () => {
    const broken: TraceTarget = (b, x) => b.within('data', () => b.log(b.sum(b.sub(x, 100), [-1])))
    const aim: Aim = { objective: newObjective('reverse-kl'), target: broken }
    const trainer = await makeTrainer(tinySettings(), { flow: drawnFlow, aim, train: rows(10) })
    const outcome = await trainer.takeSteps(1)
    expect(outcome).toMatchObject({ kind: 'failed', failure: { step: 1, node: 'data', op: 'log' } })
  })

  it('is stopped by a block that is not finite for some draws, and names it', async () => {
    const flow = flowOf(1, [explodingBlock()])
    const aim = aimOf('reverse-kl', 'score')
    const trainer = await makeTrainer(tinySettings({ batchSize: 400 }), { flow, aim, train: rows(10) })
    expect(await trainer.takeSteps(1)).toMatchObject({ kind: 'failed', failure: { node: 'block0', op: 'log' } })
  })

  it('gets by with fixed draws a validation that does not jump', async () => {
    const flow = flowOf(2, [affineCoupling.create(defaultSettings(blockEntry('affine-coupling')!), 2)])
    const inspector = new Inspector(flow, createReferenceBackend(), undefined, gaussianTarget(0, 1, logZ))
    const theta = flow.initialParameters(new Random(1)) // a fresh coupling is the identity
    const { logWeights } = await weighDraws(inspector, theta, 100, 1)
    const report = reportWeights(logWeights)
    expect(report.effectiveShare).toBeCloseTo(1, 10)
    expect(report.logZ.mean).toBeCloseTo(logZ, 10)
    expect(report.freeEnergy.mean).toBeCloseTo(-logZ, 10)
    expect((await weighDraws(inspector, theta, 100, 1)).logWeights).toEqual(logWeights)
  })
})
