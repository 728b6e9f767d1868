import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RpcFailure } from '@shared/rpc/failure'
import { TabId, type KeptDocument } from '@shared/rpc/protocol'
import { createSealed } from '../sealed'
import { createJournal, type Journal } from './journal'
import { createVersions, type Versions } from './versions'

/** The open documents as they are kept outside the user's files, for one page at a time. */
export interface Workspace {
  /** From now on this page is the one that writes. Answers the list of tabs as it was kept last, and who wrote before. */
  claim(page: string): Promise<{ readonly tabs: string | null; readonly before: string | null }>
  keepTabs(page: string, text: string): Promise<void>
  begin(page: string, tab: string, state: string): Promise<void>
  append(page: string, tab: string, deeds: readonly string[]): Promise<void>
  read(tab: string): Promise<KeptDocument | null>
  /** Forgets all tabs but these. */
  retain(page: string, tabs: readonly string[]): Promise<void>
  versions(tab: string): Versions
}

/** @param warn hears of damaged files, and where they were put */
export function createWorkspace(folder: string, warn: (message: string) => void, now = () => new Date()): Workspace {
  const home = join(folder, 'workspace')
  const list = createSealed(home, 'tabs', warn, now)
  const journals = new Map<string, Journal>()
  const versions = new Map<string, Versions>()
  let owner: string | null = null

  const journalOf = (tab: string): Journal => {
    const journal = journals.get(tab) ?? createJournal(join(home, tab), warn, now)
    journals.set(tab, journal)
    return journal
  }
  /** Two pages that write at once would each undo the other's work. */
  const writes = (page: string): void => {
    owner ??= page // the host was started anew under an open page
    if (page !== owner) throw new RpcFailure('Diffeo is open in another window, which keeps the documents now.')
  }

  return {
    async claim(page) {
      const before = owner
      owner = page
      return { tabs: await list.recover(), before: before === page ? null : before }
    },
    async keepTabs(page, text) {
      writes(page)
      await list.save(text)
    },
    async begin(page, tab, state) {
      writes(page)
      await journalOf(tab).begin(state)
    },
    async append(page, tab, deeds) {
      writes(page)
      await journalOf(tab).append(deeds)
    },
    read: (tab) => journalOf(tab).read(),
    async retain(page, tabs) {
      writes(page)
      const names = await readdir(home).catch(() => []) // nothing was kept yet
      const gone = names.filter((name) => TabId.safeParse(name).success && !tabs.includes(name))
      for (const tab of gone) {
        journals.delete(tab)
        versions.delete(tab)
        await rm(join(home, tab), { recursive: true, force: true })
      }
    },
    versions(tab) {
      const kept = versions.get(tab) ?? createVersions(join(home, tab, 'versions'), warn, now)
      versions.set(tab, kept)
      return kept
    },
  }
}
