import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { newObjective } from '@shared/document/objective'
import type { FlowDocument, Objective } from '@shared/document/schema'
import { compileFlow } from '@shared/flow/compile'
import { prepareData, targetOf } from '@shared/learn/data'
import { assessEnergy } from '@shared/learn/evaluation/energy'
import { Inspector } from '@shared/learn/inspection/inspector'
import { Trainer } from '@shared/learn/training/trainer'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { expect, it } from 'vitest'
import { valueOf } from '@shared/engine/outcome'

const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 10_000, seed: 1 } as const

/** Eight small affine couplings, each followed by Metropolis steps or not, on the double well. */
function wellDocument(walks: boolean, objective: Objective): FlowDocument {
  const types = Array.from({ length: 8 }, () =>
    walks ? ['affine-coupling', 'metropolis'] : ['affine-coupling'],
  ).flat()
  const empty = newDocument()
  const grown = types.reduce((document, type, index) => {
    const block = newBlockAt(document, type, index)
    const settings = type === 'affine-coupling' ? { ...block.settings, width: 8, depth: 1 } : block.settings
    return insertBlock(document, { ...block, settings }, index)
  }, empty)
  const optimizer = { ...empty.training.optimizer, learningRate: 1e-3 }
  const training = { ...empty.training, optimizer, steps: 600, batchSize: 256, validateEvery: 600 }
  return { ...grown, data: { ...empty.data, source }, objective, training }
}

/** Trains by the objective and judges by the target. */
async function assessed(walks: boolean, objective: Objective) {
  const document = wellDocument(walks, objective)
  const none = () => Promise.reject(new Error('no file is read'))
  const data = valueOf(await prepareData(document.data, { readFile: none, readResource: none }))
  const { units } = data.rowUnits
  const target = targetOf(source, units)!
  const flow = valueOf(compileFlow(document, 2, 0, target.trace))
  const backend = createWasmBackend({
    precision: 'float32',
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })
  const inspector = new Inspector(flow, backend, undefined, target.trace)
  const aim = { objective, target: target.trace }
  const trainer = await Trainer.create({ flow, settings: document.training, data, units, backend, inspector, aim })
  while (trainer.step < 600) await trainer.takeSteps(600)
  const judged = await assessEnergy(inspector, await trainer.weights(), data.test, target, null)
  trainer.dispose()
  await inspector.dispose()
  return judged
}

it('leaves more effective draws with Metropolis steps between couplings than the couplings alone', async () => {
  const objective = newObjective('mixed')
  const [alone, walking] = [await assessed(false, objective), await assessed(true, objective)]
  expect(walking.weights.effectiveShare).toBeGreaterThan(1.15 * alone.weights.effectiveShare)
  const { mean, standardError } = walking.weights.logZ
  expect(Math.abs(mean - walking.logZ!)).toBeLessThan(4 * standardError)
}, 120_000)

it('finds the well that couplings alone leave out by reverse KL', async () => {
  // at once: brought in little by little, it may be found by couplings alone
  const objective = { type: 'reverse-kl', gradient: 'score', annealing: { kind: 'none' } } as const
  const [alone, walking] = [await assessed(false, objective), await assessed(true, objective)]
  expect(alone.modes[1].draws).toBeLessThan(0.002)
  expect(alone.logZ! - alone.weights.logZ.mean).toBeGreaterThan(10 * alone.weights.logZ.standardError)
  expect(walking.modes[1].draws).toBeGreaterThan(0.02)
  const { mean, standardError } = walking.weights.logZ
  expect(Math.abs(mean - walking.logZ!)).toBeLessThan(4 * standardError)
}, 120_000)
