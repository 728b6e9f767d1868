import { describe, expect, it } from 'vitest'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

describe('the truth', () => {
  it("is log p of the data's own density in natural units, standardised or not", async () => {
    for (const standardise of [true, false]) {
      const { engine } = listen()
      const document = smallDocument()
      await engine.call('open', { document: { ...document, data: { ...document.data, standardise } } })
      const { logDensity } = await engine.call('truth', { bounds: [-3, 4, -3, 4], resolution: 251 })
      const cell = (7 / 250) ** 2
      const [mass, entropy] = logDensity!.reduce(
        ([m, h], nats) => [m + Math.exp(nats) * cell, h - (Math.exp(nats) > 0 ? Math.exp(nats) * nats * cell : 0)],
        [0, 0],
      )
      expect(mass).toBeCloseTo(1, 5)
      const { entropy: stated } = (await engine.call('attach', {})).opened!.data
      expect(entropy).toBeCloseTo(stated!, 4)
      await engine.dispose()
    }
  })

  it('has its first row at yMin and x fastest', async () => {
    const { engine } = listen()
    await engine.call('open', { document: smallDocument() })
    // the upper moon's top is (0, 1): the second node across, the last row up
    const { logDensity } = await engine.call('truth', { bounds: [-8, 8, -1, 1], resolution: 3 })
    expect(logDensity!.indexOf(Math.max(...logDensity!))).toBe(7)
    await engine.dispose()
  })

  it('is null where the density is not known', async () => {
    const { engine } = listen()
    const document = smallDocument()
    const source = { kind: 'toy', name: 'torus', samples: 100, seed: 1, settings: {}, fresh: false } as const
    await engine.call('open', { document: { ...document, data: { ...document.data, source } } })
    expect(await engine.call('truth', { bounds: [0, 1, 0, 1], resolution: 8 })).toEqual({ logDensity: null })
    await engine.dispose()
  })
})
