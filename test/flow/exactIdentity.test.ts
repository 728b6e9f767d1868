import { defaultSettings } from '@shared/catalogue/registry'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { bijectorDefinitions } from '@shared/flow/registry'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { Builder } from '@shared/tensor/ir/builder'
import { describe, expect, it } from 'vitest'
import '../tensor/wasm/support/kernel' // turns relaxed SIMD on
import { fresh, maps, normalRows } from './support/blocks'
import { flowOf } from './support/runs'

const ROWS = 61
const identities = maps.filter(({ startsAsIdentity }) => startsAsIdentity)

describe.each([
  { precision: 'float32', fused: false, how: 'float32' },
  { precision: 'float32', fused: true, how: 'float32 with fused multiplications' },
  { precision: 'float64', fused: false, how: 'float64' },
] as const)('compiled in $how, x → z of a fresh block', ({ precision, fused }) => {
  const backend = createWasmBackend({
    precision,
    features: { ...detectFeatures(), fused },
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => 0,
  })

  // one rounding of a coordinate can be many of log p where a layer nearer z is steep
  it.each(identities.map((entry) => [entry.type, entry] as const))(
    '%s leaves every bit as it is',
    async (type, entry) => {
      const definition = bijectorDefinitions.find((one) => one.type === type)!
      for (const dims of [2, 5]) {
        const flow = flowOf(dims, [definition.create(defaultSettings(entry), dims)])
        const b = new Builder()
        const traced = flow.trace(b, b.input('theta', [flow.size]), { context: null })
        const { value, logDet } = traced.inverse(b.rows('rows', [ROWS, dims]))
        const program = b.program('inverse', { value, logDet })

        // numbers of single precision, on the circle too
        const rows = normalRows(ROWS, dims, 9, 1.5).map((x) => Math.fround(Math.max(-3, Math.min(x, 3))))
        const chance = new Random(1)
        const executable = await backend.prepare(program)
        if (flow.size > 0) executable.write('theta', fresh(flow, 4))
        executable.write('rows', rows)
        for (const noise of noiseInputs(program)) executable.write(noise.input, drawNoise(noise, chance))
        await executable.run()
        expect(Array.from(await executable.read('value')), `D = ${dims}`).toEqual(Array.from(rows))
        for (const nats of await executable.read('logDet')) expect(Math.abs(nats)).toBeLessThan(1e-6 * dims)
        executable.dispose()
      }
    },
  )
})
