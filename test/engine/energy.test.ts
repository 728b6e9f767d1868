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

  it('has draws of chains, in natural units, and tells whether the chains agree', async () => {
    const { engine } = listen()
    const wells = wellDocument('reverse-kl')
    const source = { kind: 'energy', name: 'banana', settings: {}, dims: 2, samples: 300, seed: 1 } as const
    await engine.call('open', { document: { ...wells, data: { ...wells.data, source } } })
    const { draws, rHat, effective } = await engine.call('reference', {})
    expect(draws.length).toBe(2 * 4000)
    expect(rHat).toBeLessThan(1.1)
    expect(effective).toBeGreaterThan(200)
    const along = draws.filter((_, i) => i % 2 === 1)
    const sd = Math.sqrt(along.reduce((sum, y) => sum + y * y, 0) / along.length)
    expect(Math.abs(sd - 2)).toBeLessThan(0.3) // x₂ ~ N(0, 2²)
    // no chain crosses from one of these to another
    const apart = { ...source, name: 'gaussian-mixture', settings: { radius: 10, width: 0.5 } }
    await engine.call('open', { document: { ...wells, data: { ...wells.data, source: apart } } })
    expect((await engine.call('reference', {})).rHat).toBeGreaterThan(1.1)
    await engine.dispose()
  })

  it('has no draws of chains where the data has rows alone', async () => {
    const { engine } = listen()
    await engine.call('open', { document: smallDocument() })
    await expect(engine.call('reference', {})).rejects.toThrow(/rows alone.*Choose an energy as data/)
    await engine.dispose()
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
