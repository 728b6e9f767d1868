import { blocksInOrder } from '@shared/document/chain'
import { checkDocument } from '@shared/document/validate'
import { documentOf, judged, nameOf } from '@shared/learn/bench/configurations'
import { allMeasurements } from '@shared/learn/bench/measurements'
import { makeReady, rowsFor, step } from '@shared/learn/bench/subject'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { describe, expect, it } from 'vitest'

/** Entries of θ that a model of the peers' benchmark has under the same name. */
const parameters: Readonly<Record<string, number>> = {
  'realnvp-8x64-b512-d2': 35_344,
  'nsf-4x64-b512-d2': 23_132,
  'maf-5x64-b512-d8': 28_880,
  'planar-16-b512-d2': 80,
  'realnvp-10x128-b1024-d43': 249_390,
}

describe('the models that are timed', () => {
  it.each(judged.map((configuration) => [nameOf(configuration), configuration] as const))(
    '%s is a valid document with the parameters of its peers',
    async (name, configuration) => {
      const document = documentOf(configuration)
      expect(checkDocument(document, configuration.dims).filter(({ severity }) => severity === 'error')).toEqual([])
      expect(blocksInOrder(document)).toHaveLength(configuration.depth)
      const data = await rowsFor(document)
      expect(data.dims).toBe(configuration.dims)
      expect(data.train.length / data.dims).toBeGreaterThanOrEqual(configuration.batch)
      const subject = await makeReady(document, data, createReferenceBackend())
      expect(subject.flow.size).toBe(parameters[name])
      await subject.dispose()
    },
  )

  it('learn while they are timed', async () => {
    const document = documentOf({ family: 'realnvp', depth: 2, width: 8, batch: 64, dims: 3 })
    const subject = await makeReady(document, await rowsFor(document), createReferenceBackend())
    for (let i = 0; i < 40; i++) await step(subject.trainer)
    const losses = subject.trainer.history.since().trainLoss
    const mean = (part: Float64Array) => part.reduce((sum, value) => sum + value, 0) / part.length
    expect(mean(losses.subarray(30))).toBeLessThan(mean(losses.subarray(0, 10)))
    await subject.dispose()
  })

  it('are varied one size at a time', () => {
    const all = allMeasurements(6)
    const [{ batch, depth, dims, width }] = judged
    for (const { kind, configuration } of all.filter(({ kind }) => kind.startsWith('scaling-'))) {
      const sizes = { batch, depth, dims, width }
      const changed = (Object.keys(sizes) as (keyof typeof sizes)[]).filter((key) => configuration[key] !== sizes[key])
      if (kind !== 'scaling-threads') expect([[], [kind.replace('scaling-', '')]]).toContainEqual(changed)
    }
    const threads = all.filter(({ kind }) => kind === 'scaling-threads').map(({ threads }) => threads)
    expect([...new Set(threads)]).toEqual([1, 2, 4, 6])
  })
})
