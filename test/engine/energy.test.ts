import { describe, expect, it } from 'vitest'
import { newObjective, type ObjectiveType } from '@shared/document/objective'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

/** The same small flow, trained on a double well. */
function wellDocument(type: ObjectiveType, changes: Partial<FlowDocument['training']> = {}): FlowDocument {
  const document = smallDocument({ steps: 30, batchSize: 64, validateEvery: 10, ...changes })
  const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 300, seed: 1 } as const
  return { ...document, data: { ...document.data, source }, objective: newObjective(type) }
}

describe('an engine whose data has an energy', () => {
  it.each(['reverse-kl', 'alpha-divergence', 'jeffreys', 'mixed'] as const)(
    'trains by %s, whose loss falls towards the least possible',
    async (type) => {
      const { engine, said, until } = listen()
      const { leastLoss } = await engine.call('open', { document: wellDocument(type) })
      await engine.call('train', {})
      await until('finished')
      const losses = said('metrics').flatMap(({ metrics }) => [...metrics.trainLoss])
      const validations = said('metrics').flatMap(({ metrics }) => [...metrics.validationLoss])
      expect(losses).toHaveLength(30)
      expect(validations).toHaveLength(3)
      // the loss of a step is of its few draws, that of a validation of many
      expect(validations.at(-1)).toBeLessThan(validations[0])
      expect(validations.at(-1)).toBeGreaterThan(leastLoss!)
      expect(said('status').at(-1)!.status.best!.nll).toBe(Math.min(...validations))
      const { energy } = (await engine.call('evaluate', {})) as { energy?: { reverseKl: number | null } }
      expect(energy!.reverseKl).toBeGreaterThan(0)
    },
  )

  it('goes on from a checkpoint with the same draws', async () => {
    const document = wellDocument('reverse-kl')
    const [whole, broken, again] = [listen(), listen(), listen()]
    const losses = ({ said }: typeof whole) => said('metrics').flatMap(({ metrics }) => [...metrics.trainLoss])
    await whole.engine.call('open', { document })
    await whole.engine.call('train', {})
    await whole.until('finished')
    await broken.engine.call('open', { document })
    await broken.engine.call('step', { count: 12 })
    await broken.until('training')
    await broken.until('paused')
    await broken.quiet()
    const { checkpoint } = broken.said('checkpoint').at(-1)!
    const step = await again.engine.restore(checkpoint)
    await again.engine.call('train', {})
    await again.until('finished')
    expect(losses(again).slice(-(30 - step))).toEqual(losses(whole).slice(step))
  })

  it('keeps the energy in the units of the data when these are standardised', async () => {
    const [scaled, plain] = [listen(), listen()]
    const document = wellDocument('reverse-kl')
    const open = (of: typeof scaled, standardise: boolean) =>
      of.engine.call('open', { document: { ...document, data: { ...document.data, standardise } } })
    const [first, second] = [await open(scaled, true), await open(plain, false)]
    expect(first.leastLoss).toBe(second.leastLoss)
  })

  it('refuses an objective that its data cannot feed', async () => {
    const { engine } = listen()
    const document = { ...smallDocument(), objective: newObjective('reverse-kl') }
    await expect(engine.call('open', { document })).rejects.toThrow(/Reverse KL needs an energy/)
  })
})
