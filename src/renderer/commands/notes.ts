import { nodeWithId } from '@shared/document/chain'
import { notesAt } from '@shared/document/annotations'
import { nameOf, useNoteCommands } from '../editor/noteCommands'
import { useDocumentStore } from '../stores/documentStore'
import { t } from '../strings/t'
import type { Command } from './command'

/** What is written at the stack. */
export function noteCommands(): readonly Command[] {
  const store = useDocumentStore()
  const notes = useNoteCommands()
  /** Of several nodes none is the one that a note would be on. */
  const several = (): boolean => store.selectedNodes.length > 1
  return [
    {
      id: 'stack.note',
      title: () => {
        const node = nodeWithId(store.document, store.selectedNode)
        if (several()) return t('notes.addNone')
        const has = notesAt(store.document, node?.id ?? null).length > 0
        return t(has ? 'notes.edit' : 'notes.add', { name: nameOf(store.document, node?.id ?? null) })
      },
      category: 'Stack',
      keys: 'N',
      when: () => !several() || t('notes.notOnSeveral'),
      run: () => {
        notes.write()
      },
    },
    {
      id: 'stack.frame',
      title: () => t(notes.chosenFrame.value ? 'notes.unframe' : 'notes.putFrame'),
      category: 'Stack',
      keys: 'Shift+G',
      when: () => notes.canFrame.value || notes.chosenFrame.value !== null || t('notes.notFrameable'),
      run: () => {
        notes.frame()
      },
    },
  ]
}
