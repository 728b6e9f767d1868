import { nextTick } from 'vue'
import { useSessionStore } from '../stores/sessionStore'
import { useWorkspaceStore } from '../stores/workspaceStore'
import { t } from '../strings/t'

/** What is done with tabs, told to those who cannot see it. */
export function useTabCommands() {
  const workspace = useWorkspaceStore()
  const session = useSessionStore()

  const nameOf = (id: string): string =>
    workspace.tabs.find((tab) => tab.id === id)?.name ?? t('shell.tabs.theDocument')
  const tellShown = (): void => {
    const { tabs, shown } = workspace
    const place = tabs.findIndex(({ id }) => id === shown) + 1
    session.announce(t('shell.tabs.shown', { name: nameOf(shown), place, all: tabs.length }))
  }

  return {
    async show(id: string): Promise<void> {
      await workspace.show(id)
      tellShown()
    },
    async next(by: 1 | -1): Promise<void> {
      await workspace.showNext(by)
      tellShown()
    },
    async createNew(): Promise<void> {
      await workspace.createNew()
      tellShown()
    },
    async close(id = workspace.shown): Promise<void> {
      const name = nameOf(id)
      await workspace.close(id)
      session.announce(t('tabs.closed', { name }))
    },
    async reopen(): Promise<void> {
      const name = await workspace.reopen()
      session.announce(
        name === null ? t('commands.not.noneClosed') : t('shell.tabs.reopened', { name: name || t('panels.untitled') }),
      )
    },
    async duplicate(id = workspace.shown): Promise<void> {
      await workspace.duplicate(id)
      tellShown()
    },
    /** Puts the caret into the name of a tab, which is shown for that. */
    async rename(id = workspace.shown): Promise<void> {
      if (id !== workspace.shown) await workspace.show(id)
      await nextTick()
      const field = document.querySelector<HTMLInputElement>('[data-testid="document-name"]')
      field?.focus()
      field?.select()
    },
    move(by: 1 | -1): void {
      const place = workspace.tabs.findIndex(({ shown }) => shown)
      workspace.move(workspace.shown, place + by)
      tellShown()
    },
  }
}
