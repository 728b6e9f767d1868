import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

/** Two moons, given which of them. */
function labelledMoons(): FlowDocument {
  const document = smallDocument({}, ['affine-coupling', 'masked-autoregressive'])
  const nodes = document.graph.nodes.map((node) =>
    node.kind === 'bijector' ? { ...node, settings: { ...node.settings, width: 8, depth: 1 } } : node,
  )
  const context = [{ column: 'label', as: 'class' as const }]
  return { ...document, graph: { ...document.graph, nodes }, data: { ...document.data, context } }
}

const points = Float64Array.of(0.2, 0.1, -1, 0.4)

describe('the engine on data with a context', () => {
  it('says what is given and could be, and answers for each class', async () => {
    const { engine, until } = listen()
    const { data } = await engine.call('open', { document: labelledMoons() })
    expect(data.context.columns).toEqual([{ name: 'label', kind: 'class', classes: ['upper', 'lower'] }])
    expect(data.context.preview).toHaveLength(data.preview.length / 2)
    expect(data.context.offers.map(({ column }) => column)).toEqual(['label', 'x', 'y'])
    await engine.call('step', { count: 20 })
    await until('training')
    await until('paused')
    const [upper, lower] = [
      await engine.call('probe', { points, given: [0] }),
      await engine.call('probe', { points, given: [1] }),
    ]
    expect(upper.logDensity[0]).not.toBeCloseTo(lower.logDensity[0], 3)
    expect((await engine.call('probe', { points })).logDensity).toEqual(upper.logDensity)
    await expect(engine.call('probe', { points, given: [2] })).rejects.toThrow('does not fit the columns label')
  })

  it('knows the density of each class, and evaluates rows given theirs', async () => {
    const { engine } = listen()
    await engine.call('open', { document: labelledMoons() })
    const truth = { bounds: [-2, 3, -1.5, 2] as [number, number, number, number], resolution: 8 }
    const known = await engine.call('truth', { ...truth, given: [1] })
    expect(known.logDensity).not.toEqual((await engine.call('truth', { ...truth, given: [0] })).logDensity)
    const { rows, integral } = await engine.call('evaluate', {})
    expect(rows).toBe(20)
    expect(integral).toBeCloseTo(1, 2)
  })

  it('exports a model and leaves checkpoints that go on with the same columns', async () => {
    const { engine, said, until } = listen()
    await engine.call('open', { document: labelledMoons() })
    await engine.call('train', {})
    await until('finished')
    const before = await engine.call('probe', { points, given: [1] })
    const model = await engine.call('exportModel', {})
    expect(model.data.context).toEqual([{ name: 'label', kind: 'class', classes: ['upper', 'lower'] }])
    const stranger = listen()
    await stranger.engine.call('openModel', { model })
    const again = await stranger.engine.call('probe', { points, given: [1] })
    again.logDensity.forEach((value, i) => {
      expect(value).toBeCloseTo(before.logDensity[i], 5)
    })
    const restored = listen()
    await restored.engine.restore(said('checkpoint').at(-1)!.checkpoint)
    expect((await restored.engine.call('probe', { points, given: [1] })).logDensity).toEqual(before.logDensity)
  })
})
