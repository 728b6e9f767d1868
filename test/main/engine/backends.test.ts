import { describe, expect, it } from 'vitest'
import { usualSettings } from '@shared/rpc/protocol'
import { backendOffers } from '../../../src/main/engine/backends'

describe('the backends of Node', () => {
  const offers = backendOffers()

  it('are offered best first, each under one name', () => {
    expect(offers.map(({ name }) => name)).toEqual([
      'wasm',
      'tfjs-node-gpu',
      'tfjs-wasm',
      'tfjs-cpu',
      'webgpu',
      'reference',
    ])
  })

  it.each(offers.filter(({ name }) => !['tfjs-node-gpu', 'webgpu'].includes(name)))(
    '$name loads on any machine',
    async ({ name, load }) => {
      const backend = await load(usualSettings)
      expect(backend.name).toBe(name)
      expect(backend.precision).toBe(name === 'reference' ? 'float64' : 'float32')
      backend.dispose()
    },
  )

  it('without a GPU says why in one line, and never runs on the CPU under that name', async () => {
    const gpu = offers.find(({ name }) => name === 'tfjs-node-gpu')!
    const outcome = await gpu.load(usualSettings).then(
      ({ name }) => name,
      (error: unknown) => String(error),
    )
    expect(outcome).toMatch(/^tfjs-node-gpu$|does not load: .+|no CUDA GPU/)
    expect(outcome).not.toContain('\n')
  })
})
