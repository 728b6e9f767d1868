import { repeatedParts, type Item } from '@shared/tensor/backends/webgpu/lower/calls'
import { describe, expect, it } from 'vitest'

const call = (name: string, ...parameters: number[]): Item => [{ name, parameters }]

describe('calls one after another', () => {
  it('become a loop where they repeat, each turn with its numbers', () => {
    const items = [call('a', 9), call('b', 1, 2), call('c', 3), call('b', 4, 5), call('c', 6), call('b', 7, 8), call('c', 9), call('a', 0)] // prettier-ignore
    expect(repeatedParts(items)).toEqual([
      { kind: 'once', item: call('a', 9) },
      { kind: 'repeated', times: 3, items: [call('b', 1, 2), call('c', 3)], numbers: [[1, 2, 3], [4, 5, 6], [7, 8, 9]] },
      { kind: 'once', item: call('a', 0) },
    ]) // prettier-ignore
  })

  it('stay as they are where a text comes between', () => {
    const items = [call('a', 1), 'loop', call('a', 1), 'loop']
    expect(repeatedParts(items)).toEqual(items.map((item) => ({ kind: 'once', item })))
  })
})
