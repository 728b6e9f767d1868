import { useDocumentStore } from '../stores/documentStore'
import { useSessionStore } from '../stores/sessionStore'
import { useSelectionStore } from '../views/selectionStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Steps back and forth, and the way out of everything. */
export function editCommands(): readonly Command[] {
  const store = useDocumentStore()
  const session = useSessionStore()
  const selection = useSelectionStore()
  const screen = useScreenStore()

  const told = (deed: 'undone' | 'redone', name: string | null): void => {
    if (name !== null) session.announce(t(`commands.edit.${deed}`, { name }))
  }

  function leave(): void {
    session.pictureAlone = false
    selection.clear()
    store.selectedNode = null
    session.inspectorOver = false
  }

  return [
    {
      id: 'edit.draw-data',
      title: t('data.draw.command'),
      category: 'Edit',
      run: () => {
        screen.sheet = 'draw'
      },
    },
    {
      id: 'data.workshop',
      title: t('workshop.open'),
      category: 'Edit',
      run: () => {
        screen.sheet = 'data'
      },
    },
    {
      id: 'edit.undo',
      title: () =>
        store.undoLabel === null ? t('commands.edit.undo') : t('commands.edit.undoNamed', { name: store.undoLabel }),
      category: 'Edit',
      keys: 'Ctrl+Z',
      when: () => store.undoLabel !== null || t('commands.not.nothingToUndo'),
      run: () => {
        told('undone', store.undo())
      },
    },
    {
      id: 'edit.redo',
      title: () =>
        store.redoLabel === null ? t('commands.edit.redo') : t('commands.edit.redoNamed', { name: store.redoLabel }),
      category: 'Edit',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      when: () => store.redoLabel !== null || t('commands.not.nothingToRedo'),
      run: () => {
        told('redone', store.redo())
      },
    },
    {
      id: 'edit.history',
      title: t('commands.edit.history'),
      category: 'Edit',
      keys: 'Ctrl+Alt+Z',
      when: () => store.undoLabel !== null || store.redoLabel !== null || t('commands.not.noHistory'),
      run: () => {
        screen.sheet = 'history'
      },
    },
    {
      id: 'edit.clear',
      title: t('commands.edit.clear'),
      category: 'Edit',
      keys: 'Escape',
      run: leave,
    },
  ]
}
