import { describe, expect, it } from 'vitest'
import { machineWords, threadChoices } from '../../../src/renderer/panels/training/compute'

describe('what a flow is computed on', () => {
  it('is told in a few words', () => {
    expect(machineWords({ backend: 'wasm', precision: 'float32', threads: 2 })).toBe('wasm, 32-bit, 2 threads')
    expect(machineWords({ backend: 'reference', precision: 'float64', threads: 1 })).toBe('reference, 64-bit, 1 thread')
  })

  it('can be one thread, all processors, and powers of two between', () => {
    expect(threadChoices(1)).toEqual([1])
    expect(threadChoices(2)).toEqual([1, 2])
    expect(threadChoices(6)).toEqual([1, 2, 4, 6])
    expect(threadChoices(8)).toEqual([1, 2, 4, 8])
  })
})
