import { describe, expect, it } from 'vitest'
import { newObjective, type ObjectiveType } from '@shared/document/objective'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 300, seed: 1 } as const

/** Affine maps with a stochastic block of each kind between, on a double well. */
function walkingDocument(type: ObjectiveType): FlowDocument {
  const types = ['affine', 'metropolis', 'affine', 'langevin', 'affine', 'hamiltonian']
  const document = smallDocument({ steps: 20, batchSize: 64, validateEvery: 10 }, types)
  return { ...document, data: { ...document.data, source }, objective: newObjective(type) }
}

describe('an engine whose stack moves points by chance', () => {
  it.each(['maximum-likelihood', 'reverse-kl', 'alpha-divergence', 'mixed'] as const)(
    'trains by %s on paths, whose loss stays above the least possible',
    async (type) => {
      const { engine, said, until } = listen()
      const { leastLoss, chance } = await engine.call('open', { document: walkingDocument(type) })
      expect(chance).toBe('Metropolis steps')
      await engine.call('train', {})
      await until('finished')
      const validations = said('metrics').flatMap(({ metrics }) => [...metrics.validationLoss])
      expect(validations).toHaveLength(2)
      expect(
        said('metrics')
          .flatMap(({ metrics }) => [...metrics.trainLoss])
          .every(Number.isFinite),
      ).toBe(true)
      for (const loss of validations) expect(loss).toBeGreaterThan(leastLoss!)
    },
  )

  it('judges by weights of paths, and claims nothing that needs a density', async () => {
    const { engine } = listen()
    await engine.call('open', { document: walkingDocument('reverse-kl') })
    const judged = (await engine.call('evaluate', {})) as Awaited<ReturnType<typeof engine.call<'evaluate'>>> & {
      energy: { reverseKl: null; logZ: number; weights: { logZ: { mean: number; standardError: number } } }
    }
    const { integral, roundTripError, logDetError, nll, energy } = judged
    expect([integral, roundTripError, logDetError, energy.reverseKl]).toEqual([null, null, null, null])
    expect(Number.isFinite(nll)).toBe(true)
    const { mean, standardError } = energy.weights.logZ
    expect(Math.abs(mean - energy.logZ)).toBeLessThan(5 * standardError)
  })

  it('tells where a path ends, and no density of a point', async () => {
    const { engine } = listen()
    await engine.call('open', { document: walkingDocument('reverse-kl') })
    const points = Float64Array.of(0.3, -1, 0.3, -1)
    const { logDensity, logDet, latent } = await engine.call('probe', { points })
    expect([...logDensity, ...logDet].every(Number.isNaN)).toBe(true)
    expect(latent.every(Number.isFinite)).toBe(true)
    expect([...latent.subarray(0, 2)]).toEqual([...latent.subarray(2)]) // the same point takes the same path
  })

  it('draws samples and paths, and no densities nor fields', async () => {
    const { engine, said, quiet } = listen()
    await engine.call('open', { document: walkingDocument('reverse-kl') })
    const bounds: [number, number, number, number] = [-3, 3, -3, 3]
    await engine.call('watch', {
      views: [
        { kind: 'density', id: 'density', bounds, resolution: 16 },
        { kind: 'field', id: 'field', bounds, resolution: 16, direction: 'forward', node: null, cumulative: false, glyphs: 4 },
        { kind: 'samples', id: 'samples', count: 50, seed: 1 },
        { kind: 'layers', id: 'layers', points: { from: 'base', count: 50, seed: 1 } },
      ],
    }) // prettier-ignore
    await quiet()
    const frames = said('frame').map(({ frame }) => frame)
    expect(new Set(frames.map(({ view }) => view))).toEqual(new Set(['samples', 'layers']))
    for (const frame of frames) {
      const numbers = frame.kind === 'samples' ? frame.points : frame.kind === 'layers' ? frame.positions : []
      expect([...numbers].every(Number.isFinite)).toBe(true)
    }
  })

  it('writes a model without scores, and opens it again with the same draws', async () => {
    const [first, second] = [listen(), listen()]
    await first.engine.call('open', { document: walkingDocument('reverse-kl') })
    const model = await first.engine.call('exportModel', {})
    expect(model.metrics).toEqual({ trainNll: null, validationNll: null, testNll: null })
    await second.engine.call('openModel', { model })
    const drawn = async ({ engine, said, quiet }: typeof first) => {
      await engine.call('watch', { views: [{ kind: 'samples', id: 'samples', count: 20, seed: 1 }] })
      await quiet()
      return said('frame').flatMap(({ frame }) => (frame.kind === 'samples' ? [[...frame.points]] : []))[0]
    }
    expect(await drawn(second)).toEqual(await drawn(first))
  })
})
