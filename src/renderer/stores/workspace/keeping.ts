import { watch } from 'vue'
import { readState, type DocumentState } from '@shared/document/journal'
import { said } from '../../strings/said'
import { t } from '../../strings/t'
import { pageId } from '../document/names'
import { useDocumentStore } from '../documentStore'
import { useEngineStore } from '../engineStore'
import { notice } from '../run/notice'
import type { ClosedTab, ClosedTabs } from './closedTabs'
import type { OpenTabs, Tab } from './openTabs'
import { readTabList, writeTabList, type TabList } from './tabList'

/** Milliseconds between two offers of a version. */
const VERSION_OFFER_MS = 60_000

/** How the tabs outlive the page: their list is kept, and brought back with what is kept of each document. */
export function keepingTabs({ tabs, shown, place, turnEngine }: OpenTabs, { closed }: ClosedTabs) {
  const store = useDocumentStore()
  const engine = useEngineStore()
  /** When a version of each tab was last offered to the host, which keeps those that are apart enough. */
  const offered = new Map<string, number>()

  /** Brings back what was open when the last session ended. Answers what could not be, in sentences; null if nothing was kept. */
  async function restore(text: string | null): Promise<readonly string[] | null> {
    const list = readTabList(text)
    if (!list || list.tabs.length === 0) return null
    const faults: string[] = []
    const read = async (id: string): Promise<DocumentState | null> => {
      const kept = await engine.host('readDocument', { tab: id })
      const outcome = kept && readState(kept.state, kept.deeds)
      if (outcome?.ok) return outcome.value
      faults.push(outcome ? t('shell.tabNotBack', { why: said(outcome.issues[0].message) }) : t('shell.tabNotKept'))
      return null
    }
    const found: Tab[] = []
    for (const { id, sample } of list.tabs) {
      const left = await read(id)
      if (left) found.push({ id, left, sample })
    }
    const gone: ClosedTab[] = []
    for (const entry of list.closed) {
      const left = await read(entry.id).catch(() => null)
      if (left) gone.push({ ...entry, left })
    }
    const first = found.find(({ id }) => id === list.shown) ?? found.at(0)
    if (!first?.left) return faults
    closed.value = gone
    tabs.value = found.map((tab) => (tab === first ? { ...tab, left: null } : tab))
    store.takeUp(first.id, first.left)
    await turnEngine()
    return faults
  }

  const list = (): TabList => ({
    tabs: tabs.value.map(({ id, sample }) => ({ id, sample })),
    shown: shown.value,
    closed: closed.value.map(({ id, place: at }) => ({ id, place: at })),
  })

  /** Keeps the list from now on, offers versions, and says what the engine had no room for. */
  function keep(): void {
    watch(
      [tabs, shown, closed],
      () => {
        const text = writeTabList(list())
        void engine.host('keepTabs', { page: pageId, text }).catch(() => undefined) // the next change tries again
      },
      { immediate: true },
    )
    watch(
      () => store.autosavedAt,
      (at) => {
        if (at === null || at - (offered.get(store.tab) ?? -Infinity) < VERSION_OFFER_MS) return
        if (tabs.value[place.value].sample) return // the next document may take its place, and has versions of its own
        offered.set(store.tab, at)
        // one that is not kept is offered again
        void engine.host('keepVersion', { tab: store.tab, text: store.serialise() }).catch(() => undefined)
      },
    )
    watch(
      () => engine.putBy.givenUp,
      (now, before) => {
        const names = now
          .filter((id) => !before.includes(id))
          .flatMap((id) => tabs.value.find((tab) => tab.id === id)?.left?.document.name ?? [])
        if (names.length > 0) engine.notice = notice('info', t('tabs.givenUp', { names: names.join(', ') }))
      },
    )
    watch(
      () => store.document,
      (document, before) => {
        const tab = tabs.value[place.value] as Tab | undefined
        if (tab?.sample === true && store.dirty && document !== before)
          tabs.value = tabs.value.map((other) => (other === tab ? { ...tab, sample: false } : other))
      },
    )
  }

  return { restore, keep }
}
