import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { afterEach, describe, expect, it, vi } from 'vitest'
import './support/kernel' // turns relaxed SIMD on
import { VectorRun } from './support/vector'

afterEach(() => vi.unstubAllGlobals())

const real = WebAssembly

/** WebAssembly whose validator refuses modules with these bytes in a row. */
function without(...bytes: readonly number[]): void {
  const { Memory, Module, Instance } = real
  const refused = ` ${bytes.join(' ')} `
  const validate = (module: Uint8Array<ArrayBuffer>) =>
    !` ${module.join(' ')} `.includes(refused) && real.validate(module)
  vi.stubGlobal('WebAssembly', { Memory, Module, Instance, validate })
}

describe('features of WebAssembly', () => {
  it('are all found in this runtime, and fused as its arithmetic shows', () => {
    const lanes = lanesOf('float64', true)
    const third = new VectorRun(lanes, 1, (_, [x]) => lanes.madd(x, lanes.constant(3), lanes.constant(-1)))
    const fused = third.of(Float64Array.of(1 / 3, 1 / 3))[0] !== 0 // 3·⅓ rounds to 1
    const found = detectFeatures()
    expect(found).toMatchObject({ simd: true, relaxedSimd: true, sharedMemory: true, fused })
    expect(found.missing).toHaveLength(fused ? 0 : 1)
  })

  it('lack everything without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined)
    const none = { simd: false, relaxedSimd: false, fused: false, sharedMemory: false }
    expect(detectFeatures()).toEqual({ ...none, missing: ['This runtime has no WebAssembly.'] })
  })

  it('lack relaxed SIMD too where there is no SIMD', () => {
    without(0xfd)
    const { missing, ...found } = detectFeatures()
    expect(found).toEqual({ simd: false, relaxedSimd: false, fused: false, sharedMemory: true })
    expect(missing.join()).toContain('no SIMD')
  })

  it('say that relaxed SIMD is missing alone', () => {
    without(0xfd, 0x8b, 0x02)
    const { missing, ...found } = detectFeatures()
    expect(found).toEqual({ simd: true, relaxedSimd: false, fused: false, sharedMemory: true })
    expect(missing.join()).toContain('no relaxed SIMD')
  })

  it('say that threads are missing without a shared memory', () => {
    without(2, 3, 1, 1) // a memory import with its sharing flag, one page to one page
    const { missing, sharedMemory } = detectFeatures()
    expect(sharedMemory).toBe(false)
    expect(missing.join()).toContain('one thread')
  })
})
