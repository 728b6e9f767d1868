import { afterEach, describe, expect, it, vi } from 'vitest'
import { tuneXla } from '../../../src/main/tensorflow/graph/tune'
import { TENSORFLOW } from '../../../src/main/tensorflow/setup/plan'

describe("XLA's flags", () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('are set for the version that is known to have them', () => {
    vi.stubEnv('XLA_FLAGS', undefined)
    tuneXla(TENSORFLOW)
    expect(process.env['XLA_FLAGS']).toMatch(/^--xla_cpu_/)
  })

  it.each(['2.9.1', undefined])('are left alone for version %s, which they might end', (version) => {
    vi.stubEnv('XLA_FLAGS', undefined)
    tuneXla(version)
    expect(process.env['XLA_FLAGS']).toBeUndefined()
  })

  it('stay as the user has set them', () => {
    vi.stubEnv('XLA_FLAGS', '--xla_cpu_enable_fast_math=false')
    tuneXla(TENSORFLOW)
    expect(process.env['XLA_FLAGS']).toBe('--xla_cpu_enable_fast_math=false')
  })
})
