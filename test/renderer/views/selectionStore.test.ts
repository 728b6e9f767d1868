import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { dataRows, useSelectionStore } from '../../../src/renderer/views/selectionStore'

import { openedWith } from '../fakeEngine'

const draws = { kind: 'base', seed: 1, count: 2000 } as const

describe('the selection', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
  })

  it('takes a point in and out again', () => {
    const store = useSelectionStore()
    store.toggle(draws, 5)
    store.toggle(draws, 9)
    expect(store.rowsOf(draws)).toEqual([5, 9])
    store.toggle(draws, 5)
    expect(store.rowsOf(draws)).toEqual([9])
    store.clear()
    expect(store.empty).toBe(true)
  })

  it('says in words how many there are of what', () => {
    const store = useSelectionStore()
    expect(store.name).toBe('nothing')
    store.select(dataRows, [4])
    expect(store.name).toBe('1 data row')
    store.select(
      dataRows,
      Array.from({ length: 23 }, (_, i) => i),
    )
    expect(store.name).toBe('23 data rows')
    store.select(draws, [1, 2])
    expect(store.name).toBe('2 particles')
    store.select(draws, [])
    expect(store.empty).toBe(true)
  })

  it('outlasts an edit of the stack, which opens the same rows again, and ends with other rows', () => {
    const engine = useEngineStore()
    const store = useSelectionStore()
    engine.opened = openedWith(2, 5)
    store.select(dataRows, [3])
    engine.opened = { ...openedWith(2, 5), parameters: 12 }
    expect(store.rowsOf(dataRows)).toEqual([3])
    const other = openedWith(2, 5)
    other.data.preview[7] = 1
    engine.opened = other
    expect(store.empty).toBe(true)
  })

  it('is of one source: rows of other draws, or of the data, are other points', () => {
    const store = useSelectionStore()
    store.toggle(draws, 3)
    expect(store.rowsOf({ ...draws, seed: 2 })).toEqual([])
    expect(store.rowsOf({ kind: 'data' })).toEqual([])
    store.toggle({ kind: 'data' }, 3)
    expect(store.rowsOf(draws)).toEqual([])
    expect(store.rowsOf({ kind: 'data' })).toEqual([3])
  })
})
