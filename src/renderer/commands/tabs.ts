import { useTabCommands } from '../shells/tabCommands'
import { useCompareStore } from '../stores/compareStore'
import { useWorkspaceStore } from '../stores/workspaceStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/**
 * Documents beside each other. A browser keeps Ctrl Tab and Ctrl Shift T to itself, so that each has keys with Alt beside
 * those, which work in both shells.
 */
export function tabCommands(): readonly Command[] {
  const workspace = useWorkspaceStore()
  const screen = useScreenStore()
  const tabs = useTabCommands()
  const compare = useCompareStore()
  const ofTabs = { category: 'File', whileTyping: true } as const
  const several = (): true | string => workspace.tabs.length > 1 || t('commands.not.oneTab')

  return [
    { ...ofTabs, id: 'file.versions', title: t('commands.file.versions'), run: () => (screen.sheet = 'versions') },
    {
      ...ofTabs,
      id: 'file.compare-file',
      title: t('compare.commands.file'),
      run: async () => {
        if (await compare.chooseFile()) screen.sheet = 'versions'
      },
    },
    {
      ...ofTabs,
      id: 'file.rename',
      title: t('tabs.rename'),
      keys: 'F2',
      run: () => tabs.rename(document.activeElement?.closest<HTMLElement>('[data-tab]')?.dataset['tab']),
    },
    { ...ofTabs, id: 'file.duplicate', title: t('commands.file.duplicate'), run: () => tabs.duplicate() },
    { ...ofTabs, id: 'file.close', title: t('commands.file.close'), keys: 'Alt+W', run: () => tabs.close() },
    {
      ...ofTabs,
      id: 'file.reopen',
      title: t('commands.file.reopen'),
      keys: ['Alt+Shift+W', 'Ctrl+Shift+T'],
      when: () => workspace.closed.length > 0 || t('commands.not.noneClosed'),
      run: () => tabs.reopen(),
    },
    {
      ...ofTabs,
      id: 'file.next-tab',
      title: t('commands.file.nextTab'),
      keys: ['Alt+PageDown', 'Ctrl+Tab'],
      when: several,
      run: () => tabs.next(1),
    },
    {
      ...ofTabs,
      id: 'file.previous-tab',
      title: t('commands.file.previousTab'),
      keys: ['Alt+PageUp', 'Ctrl+Shift+Tab'],
      when: several,
      run: () => tabs.next(-1),
    },
    {
      ...ofTabs,
      id: 'file.move-tab-on',
      title: t('commands.file.moveTabOn'),
      keys: 'Alt+Shift+PageDown',
      when: several,
      run: () => {
        tabs.move(1)
      },
    },
    {
      ...ofTabs,
      id: 'file.move-tab-back',
      title: t('commands.file.moveTabBack'),
      keys: 'Alt+Shift+PageUp',
      when: several,
      run: () => {
        tabs.move(-1)
      },
    },
  ]
}
