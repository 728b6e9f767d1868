import { describe, expect, it } from 'vitest'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { inverseTemperatureAt, newObjective, type ObjectiveType } from '@shared/document/objective'
import { continuous } from '@shared/flow/bijectors/continuous'
import { readCheckpoint, writeCheckpoint } from '@shared/engine/checkpoint'
import { readContainer, writeContainer } from '@shared/learn/training/container'
import { Units } from '@shared/learn/units'
import { newDocument } from '@shared/document/create'
import { flowOf } from '../../flow/support/runs'
import { gaussianTarget } from '../gaussianTarget'
import { tinyFlow, tinySettings } from '../tinyFlow'
import { makeTrainer, rows, train } from './trainers'

const penalised = (changes: Settings) => {
  const usual = defaultSettings(blockEntry('continuous')!)
  const small = { width: 4, depth: 1, solver: 'rk4', steps: 4, ...changes }
  return continuous.create({ ...usual, ...small }, 1)
}
/** Two blocks, of which the second has but one of the penalties. */
const regularised = flowOf(1, [penalised({ kinetic: 0.3, jacobian: 0.2 }), penalised({ kinetic: 0.1 })])
const drawn = flowOf(
  1,
  tinyFlow(1).bijectors.map(({ of }) => of),
)

/** Whether the parts of every step make its loss. */
function expectSum({ trainLoss, parts }: { trainLoss: Float64Array; parts?: Readonly<Record<string, Float64Array>> }) {
  trainLoss.forEach((loss, i) => {
    const sum = Object.values(parts!).reduce((total, values) => total + values[i], 0)
    expect(sum).toBeCloseTo(loss, 10)
  })
}

/** Kept beside a run. */
const nothing = { idle: new Map(), results: [] }

describe('the parts of a loss', () => {
  it('are the NLL in natural units and what blocks add to it, and make the loss', async () => {
    const units = new Units(1, [{ type: 'standardise', mean: [2], scale: [7] }])
    const trainer = await makeTrainer(tinySettings({ steps: 6 }), { flow: regularised, units })
    await train(trainer, 4)
    const slice = trainer.history.since()
    expect(Object.keys(slice.parts!)).toEqual(['NLL', 'kinetic penalty', 'Jacobian penalty'])
    expectSum(slice)
    expect(slice.parts!['kinetic penalty'][3]).toBeGreaterThan(0)
    expect(Object.values(trainer.history.since(3).parts!).map(({ length }) => length)).toEqual([1, 1, 1])
    trainer.dispose()
  })

  it.each(['jeffreys', 'mixed'] as const)('are what rows and what the energy give, for %s', async (type) => {
    const aim = { objective: annealed(type), target: gaussianTarget(1, 0.5, 0.7) }
    const trainer = await makeTrainer(tinySettings({ steps: 6 }), { flow: drawn, aim })
    await train(trainer, 3)
    const slice = trainer.history.since()
    expect(Object.keys(slice.parts!)).toEqual(['NLL', 'free energy'])
    expectSum(slice) // of the target as it is
    trainer.dispose()
  })

  it.each([
    ['reverse-kl', ['free energy']],
    ['alpha-divergence', ['divergence']],
    ['jeffreys', ['NLL', 'free energy']],
  ] as const)('have what blocks add for the ways of draws too, for %s', async (type, own) => {
    const aim = { objective: newObjective(type), target: gaussianTarget(1, 0.5, 0.7) }
    const trainer = await makeTrainer(tinySettings({ steps: 6 }), { flow: regularised, aim })
    await train(trainer, 4)
    const slice = trainer.history.since()
    expect(new Set(Object.keys(slice.parts!))).toEqual(new Set([...own, 'kinetic penalty', 'Jacobian penalty']))
    expectSum(slice)
    expect(slice.parts!['kinetic penalty'][3]).toBeGreaterThan(0)
    trainer.dispose()
  })

  it('are none where the loss is one thing', async () => {
    const trainer = await makeTrainer(tinySettings({ steps: 6 }), { train: rows(50) })
    await train(trainer, 2)
    expect(trainer.history.since().parts).toBeUndefined()
    trainer.dispose()
  })

  it('go on after a checkpoint', async () => {
    const settings = tinySettings({ steps: 6 })
    const [whole, first, second] = await Promise.all([1, 2, 3].map(() => makeTrainer(settings, { flow: regularised })))
    await train(whole, 4)
    await train(first, 2)
    const kept = { document: newDocument(), data: { dims: 1, preprocessing: [] }, training: true, ...nothing }
    const read = readCheckpoint(writeCheckpoint({ ...kept, trainer: await first.state() }))
    if (!read.ok) throw new Error(read.issues[0].message)
    second.restore(read.value.trainer)
    await train(second, 2)
    expect(second.history.since()).toEqual(whole.history.since())
    for (const trainer of [whole, first, second]) trainer.dispose()
  })
})

describe('a checkpoint of before losses had this name', () => {
  it('is read', async () => {
    const trainer = await makeTrainer(tinySettings({ steps: 6, validateEvery: 2 }))
    await train(trainer, 4)
    const state = await trainer.state()
    const kept = { document: newDocument(), data: { dims: 1, preprocessing: [] }, training: true, ...nothing }
    const written = readContainer(writeCheckpoint({ ...kept, trainer: state }))
    if (!written.ok) throw new Error(written.issues[0].message)
    const { trainLoss, validationLoss, ...others } = written.value.arrays
    const arrays = { ...others, trainNll: trainLoss, validationNll: validationLoss }
    const read = readCheckpoint(writeContainer({ header: written.value.header, arrays }))
    if (!read.ok) throw new Error(read.issues[0].message)
    const { trainLoss: train1, validationLoss: validation1 } = read.value.trainer.history
    expect([train1, validation1]).toEqual([state.history.trainLoss, state.history.validationLoss])
    trainer.dispose()
  })
})

const annealed = (type: ObjectiveType) => {
  const annealing = { kind: 'temperature', steps: 10, from: 0.3 } as const
  return { ...newObjective(type), annealing } as ReturnType<typeof newObjective>
}

describe('the inverse temperature of a target', () => {
  it('rises to 1 with the steps, and is none where nothing is annealed', () => {
    const objective = annealed('reverse-kl')
    expect([0, 5, 7, 100].map((step) => inverseTemperatureAt(objective, step))).toEqual([0.3, 0.8, 1, 1])
    expect(inverseTemperatureAt(newObjective('jeffreys'), 3)).toBeNull()
    expect(inverseTemperatureAt(newObjective('maximum-likelihood'), 3)).toBeNull()
  })
})
