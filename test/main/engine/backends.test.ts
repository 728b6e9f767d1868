import { describe, expect, it } from 'vitest'
import { usualSettings } from '@shared/rpc/protocol'
import { backendOffers } from '../../../src/main/engine/backends'

describe('the backends of Node', () => {
  const offers = backendOffers()

  it('are offered best first, each under one name', () => {
    expect(offers.map(({ name }) => name)).toEqual([
      'wasm',
      'tensorflow',
      'webgpu',
      'tfjs-wasm',
      'tfjs-cpu',
      'reference',
    ])
  })

  it('start side by side, also twice', async () => {
    const { load } = offers.find(({ name }) => name === 'tfjs-wasm')!
    const backends = await Promise.all([load(usualSettings), load(usualSettings)])
    expect(backends.map(({ name }) => name)).toEqual(['tfjs-wasm', 'tfjs-wasm'])
    for (const backend of backends) backend.dispose()
  })

  it.each(offers.filter(({ name }) => !['tensorflow', 'webgpu'].includes(name)))(
    '$name loads on any machine',
    async ({ name, load }) => {
      const backend = await load(usualSettings)
      expect(backend.name).toBe(name)
      expect(backend.precision).toBe(name === 'reference' ? 'float64' : 'float32')
      backend.dispose()
    },
  )

  it('on libtensorflow says on what device, or in one line how to get it', async () => {
    const { load } = offers.find(({ name }) => name === 'tensorflow')!
    const outcome = await load(usualSettings).then(
      ({ uses }) => uses,
      (error: unknown) => String(error),
    )
    expect(outcome).toMatch(/^TensorFlow [\d.]+ on .+, compiled by XLA$|"npm run setup:tensorflow/)
    expect(outcome).not.toContain('\n')
  })
})
