import { shallowRef } from 'vue'
import { newDocument } from '@shared/document/create'
import type { DocumentState } from '@shared/document/journal'
import { newTab, pageId } from '../document/names'
import { useDocumentStore } from '../documentStore'
import { useEngineStore } from '../engineStore'
import { fresh, type OpenTabs } from './openTabs'
import { MOST_CLOSED } from './tabList'

export interface ClosedTab {
  readonly id: string
  /** Where it was in the strip. */
  readonly place: number
  readonly left: DocumentState
}

export type ClosedTabs = ReturnType<typeof closedTabs>

/** Tabs that were closed, which asks nothing because each can be opened again. */
export function closedTabs({ tabs, shown, change, show, turnEngine, stateOf }: OpenTabs) {
  const store = useDocumentStore()
  const engine = useEngineStore()
  /** Newest last. */
  const closed = shallowRef<readonly ClosedTab[]>([])

  /** Closes a tab, asking nothing; `again`: it can be opened again. The last one makes room for an empty document. */
  async function close(id: string, again = true): Promise<void> {
    const at = tabs.value.findIndex((tab) => tab.id === id)
    const left = stateOf(id)
    if (!left) return
    if (tabs.value.length === 1) {
      const next = newTab()
      tabs.value = [...tabs.value, { id: next, left: fresh(newDocument()), sample: true }]
      change(next, fresh(newDocument()), true)
    } else if (id === shown.value) {
      const next = tabs.value[at + 1] ?? tabs.value[at - 1]
      if (next.left) change(next.id, next.left, false)
    }
    tabs.value = tabs.value.filter((tab) => tab.id !== id)
    if (again) closed.value = [...closed.value, { id, place: at, left }].slice(-MOST_CLOSED)
    if (store.turning) await turnEngine()
    void engine.letGo(id)
    void store.flush().then(retain)
  }

  /** What is kept of tabs that are neither open nor can be opened again is given up. */
  async function retain(): Promise<void> {
    const ids = [...tabs.value, ...closed.value].map(({ id }) => id)
    await engine.host('retainTabs', { page: pageId, tabs: ids }).catch(() => undefined) // it takes room, no more
  }

  /** Opens the tab that was closed last. Answers its name, or null when none was. */
  async function reopen(): Promise<string | null> {
    const last = closed.value.at(-1)
    if (!last) return null
    closed.value = closed.value.slice(0, -1)
    tabs.value = tabs.value.toSpliced(Math.min(last.place, tabs.value.length), 0, { ...last, sample: false })
    await show(last.id)
    return last.left.document.name
  }

  return { closed, close, reopen }
}
