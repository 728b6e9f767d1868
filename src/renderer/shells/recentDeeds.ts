import type { RecentEntry } from '@shared/rpc/protocol'
import { useScreenStore } from '../commands/screenStore'
import { useFileStore } from '../stores/fileStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'

/** What is done with recent documents, told to those who cannot see it. */
export function useRecentDeeds() {
  const files = useFileStore()
  const session = useSessionStore()
  const screen = useScreenStore()

  return {
    /** Opens the kept copy. Where that is gone, the list is shown, which offers what can be done. */
    async open(entry: RecentEntry): Promise<boolean> {
      const done = await files.openRecent(entry)
      if (!done) {
        await files.refreshRecents()
        screen.sheet = 'recents'
      }
      return done
    },
    locate: (entry: RecentEntry): Promise<boolean> => files.locate(entry),
    async pin(entry: RecentEntry): Promise<void> {
      if (!(await files.pinRecent(entry, !entry.pinned))) return
      session.announce(t(entry.pinned ? 'recents.unpinned' : 'recents.pinned', { name: entry.name }))
    },
    async forget(entry: RecentEntry): Promise<void> {
      if (await files.forgetRecent(entry)) session.announce(t('recents.removed', { name: entry.name }))
    },
    async clear(): Promise<void> {
      if (await files.clearRecents()) session.announce(t('recents.cleared'))
    },
  }
}
