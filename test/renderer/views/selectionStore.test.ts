import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { MOST_PICKED, useSelectionStore } from '../../../src/renderer/views/selectionStore'

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

  it('lets go of the first picked where one too many is picked', () => {
    const store = useSelectionStore()
    for (let row = 0; row <= MOST_PICKED; row++) store.toggle(draws, row)
    expect(store.rowsOf(draws)).toEqual(Array.from({ length: MOST_PICKED }, (_, i) => i + 1))
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
