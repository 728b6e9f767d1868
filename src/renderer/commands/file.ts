import { useEngineStore } from '../stores/engineStore'
import { useFileStore } from '../stores/fileStore'
import { useHintStore } from '../stores/hintStore'
import type { Command } from './command'

/** Documents, models and data, in and out. */
export function fileCommands(): readonly Command[] {
  const files = useFileStore()
  const engine = useEngineStore()
  const hints = useHintStore()

  function exportModel(): Promise<void> {
    hints.end('export')
    return files.exportModel()
  }

  return [
    { id: 'file.new', title: 'New document', category: 'File', run: () => files.createNew() },
    {
      id: 'file.open',
      title: 'Open…',
      category: 'File',
      keys: 'Ctrl+O',
      whileTyping: true,
      run: () => files.open('document'),
    },
    { id: 'file.save', title: 'Save', category: 'File', keys: 'Ctrl+S', whileTyping: true, run: () => files.save() },
    { id: 'file.import-model', title: 'Import model…', category: 'File', run: () => files.open('model') },
    {
      id: 'file.export-model',
      title: 'Export model…',
      category: 'File',
      when: () => engine.opened !== null || 'There is no model before a flow is open.',
      run: exportModel,
    },
    { id: 'file.import-data', title: 'Import data…', category: 'File', run: () => files.open('data') },
  ]
}
