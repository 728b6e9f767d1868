import { describe, expect, it } from 'vitest'
import type { BackendReport } from '@shared/rpc/protocol'
import {
  backendChoices,
  machineWords,
  threadChoices,
  waitingWords,
} from '../../../src/renderer/panels/training/compute'

describe('what a flow is computed on', () => {
  it('is told in a few words', () => {
    expect(machineWords({ backend: 'wasm', precision: 'float32', threads: 2 })).toBe('wasm, 32-bit, 2 threads')
    expect(machineWords({ backend: 'reference', precision: 'float64', threads: 1 })).toBe('reference, 64-bit, 1 thread')
  })

  it('is told by the name of a card, where it is one', () => {
    const where = { backend: 'webgpu', precision: 'float32', threads: 1 } as const
    expect(machineWords(where, { kind: 'gpu', name: 'Arc A770', facts: {} })).toBe('webgpu, 32-bit, Arc A770')
    expect(machineWords(where, { kind: 'cpu', name: 'two threads', facts: {} })).toBe('webgpu, 32-bit, 1 thread')
  })

  it('can be one thread, all processors, and powers of two between', () => {
    expect(threadChoices(1)).toEqual([1])
    expect(threadChoices(2)).toEqual([1, 2])
    expect(threadChoices(6)).toEqual([1, 2, 4, 6])
    expect(threadChoices(8)).toEqual([1, 2, 4, 8])
  })
})

describe('the choice of backends', () => {
  const wasm: BackendReport = { name: 'wasm', tried: true, available: true, chosen: true, reason: '4 lanes.' }
  const card: BackendReport = { ...wasm, name: 'card', chosen: false }
  const opened = { backend: 'wasm', precision: 'float32', threads: 2 } as const

  it('shows speeds that were measured, and shuts what cannot be had', () => {
    const measured = { ...wasm, measured: { of: 'this flow', stepsPerSecond: 213.4 } }
    const absent = { ...card, available: false, reason: 'There is no "card".' }
    expect(backendChoices([measured, absent]).slice(1)).toEqual([
      { value: 'wasm', label: 'wasm', note: '213 steps/s', reason: '4 lanes.', disabled: false },
      { value: 'card', label: 'card', note: 'not here', reason: 'There is no “card”.', disabled: true },
    ])
  })

  it('lets what has failed or was not tried be chosen', () => {
    const lost = { ...card, tried: false, available: false, reason: 'card lost its device.' }
    expect(backendChoices([lost]).at(1)).toMatchObject({ disabled: false, reason: 'card lost its device.' })
  })

  it('waits for what is asked for until it is there or cannot be had', () => {
    expect(waitingWords('card', opened, [wasm, card])).toBe('card is made ready')
    expect(waitingWords('card', { ...opened, backend: 'card' }, [wasm, card])).toBeNull()
    expect(waitingWords('card', opened, [wasm, { ...card, available: false }])).toBeNull()
    expect(waitingWords('auto', opened, [wasm, card])).toBeNull()
  })
})
