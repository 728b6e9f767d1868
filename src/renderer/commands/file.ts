import { useRecentDeeds } from '../shells/recentDeeds'
import { useTabCommands } from '../shells/tabCommands'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { useFileStore } from '../stores/fileStore'
import { useHintStore } from '../stores/hintStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Documents, models and data, in and out. */
export function fileCommands(): readonly Command[] {
  const files = useFileStore()
  const engine = useEngineStore()
  const documents = useDocumentStore()
  const hints = useHintStore()
  const tabs = useTabCommands()
  const recents = useRecentDeeds()
  const screen = useScreenStore()

  function exportModel(): Promise<void> {
    hints.end('export')
    return files.exportModel()
  }

  return [
    {
      id: 'file.new',
      title: t('commands.file.new'),
      category: 'File',
      keys: 'Alt+N',
      whileTyping: true,
      run: () => tabs.createNew(),
    },
    {
      id: 'file.open',
      title: t('commands.file.open'),
      category: 'File',
      keys: 'Ctrl+O',
      whileTyping: true,
      run: () => files.open('document'),
    },
    {
      id: 'file.save',
      title: t('commands.file.save'),
      category: 'File',
      keys: 'Ctrl+S',
      whileTyping: true,
      run: () => files.save(),
    },
    {
      id: 'file.gallery',
      title: t('gallery.command'),
      category: 'File',
      keys: 'Alt+G',
      whileTyping: true,
      run: () => (screen.sheet = 'gallery'),
    },
    { id: 'file.recents', title: t('recents.commands.show'), category: 'File', run: () => (screen.sheet = 'recents') },
    {
      id: 'file.clear-recents',
      title: t('recents.commands.clear'),
      category: 'File',
      when: () => files.recents.some(({ pinned }) => !pinned) || t('recents.nothingToClear'),
      run: () => recents.clear(),
    },
    {
      id: 'file.import',
      title: t('commands.file.import'),
      category: 'File',
      run: () => files.open('any'),
    },
    { id: 'file.import-data', title: t('commands.file.importData'), category: 'File', run: () => files.open('data') },
    {
      id: 'file.export-model',
      title: t('commands.file.exportModel'),
      category: 'File',
      when: () => {
        if (documents.broken) return t('commands.not.broken')
        return engine.opened !== null || t('commands.not.noModel')
      },
      run: exportModel,
    },
  ]
}
