import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useEngineStore } from '../../../../src/renderer/stores/engineStore'
import { useGivenStore } from '../../../../src/renderer/views/given/givenStore'
import { dataRows, useSelectionStore } from '../../../../src/renderer/views/selectionStore'
import type { ContextSummary, Opened } from '@shared/rpc/protocol'
import { openedWith } from '../../fakeEngine'

const given = (classes: readonly string[]): Opened => {
  const opened = openedWith(2, 4)
  const context: ContextSummary = {
    columns: [{ name: 'kind', kind: 'class', classes }],
    preview: Float32Array.of(0, 1, 0, 1),
    offers: [],
  }
  return { ...opened, data: { ...opened.data, context } }
}

describe('the context that is held', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
  })

  it('goes to the engine, shows its rows, and takes the selection back', () => {
    const [engine, selection, store] = [useEngineStore(), useSelectionStore(), useGivenStore()]
    engine.opened = given(['a', 'b'])
    expect(engine.given).toEqual([0])
    selection.select(dataRows, [1])
    store.set(0, 1)
    expect(engine.given).toEqual([1])
    expect(selection.empty).toBe(true)
    expect(store.near(engine.opened)?.data.preview).toHaveLength(4)
    expect(store.rest(engine.opened)).toHaveLength(4)
  })

  it('begins anew with other columns, and is none without', () => {
    const [engine, store] = [useEngineStore(), useGivenStore()]
    engine.opened = given(['a', 'b'])
    store.set(0, 1)
    engine.opened = given(['a', 'b', 'c'])
    expect(store.values).toEqual([0])
    const plain = openedWith(2, 4)
    engine.opened = plain
    expect([engine.given, store.near(plain)]).toEqual([[], plain])
  })
})
