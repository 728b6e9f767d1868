import { useDocumentStore } from '../stores/documentStore'
import { useSessionStore } from '../stores/sessionStore'
import { useSelectionStore } from '../views/selectionStore'
import type { Command } from './command'

/** Steps back and forth, and the way out of everything. */
export function editCommands(): readonly Command[] {
  const store = useDocumentStore()
  const session = useSessionStore()
  const selection = useSelectionStore()

  const told = (deed: string, label: string | null): void => {
    if (label !== null) session.announce(`${deed}: ${label}.`)
  }

  function leave(): void {
    session.pictureAlone = false
    selection.clear()
    store.selectedNode = null
    session.inspectorOver = false
  }

  return [
    {
      id: 'edit.undo',
      title: () => (store.undoLabel === null ? 'Undo' : `Undo: ${store.undoLabel}`),
      category: 'Edit',
      keys: 'Ctrl+Z',
      when: () => store.undoLabel !== null || 'Nothing to undo.',
      run: () => {
        told('Undone', store.undo())
      },
    },
    {
      id: 'edit.redo',
      title: () => (store.redoLabel === null ? 'Redo' : `Redo: ${store.redoLabel}`),
      category: 'Edit',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      when: () => store.redoLabel !== null || 'Nothing to redo.',
      run: () => {
        told('Redone', store.redo())
      },
    },
    {
      id: 'edit.clear',
      title: 'Clear the selection; end the enlarged picture',
      category: 'Edit',
      keys: 'Escape',
      run: leave,
    },
  ]
}
