import { useRunDeeds } from '../shells/runDeeds'
import { useDocumentStore } from '../stores/documentStore'
import { useLibraryStore } from '../stores/libraryStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Runs that are kept, the queue in which more are trained, and sweeps. */
export function runCommands(): readonly Command[] {
  const screen = useScreenStore()
  const documents = useDocumentStore()
  const library = useLibraryStore()
  const session = useSessionStore()
  const deeds = useRunDeeds()
  return [
    {
      id: 'runs.show',
      title: t('library.commands.show'),
      category: 'Training',
      keys: 'Alt+U',
      whileTyping: true,
      run: () => {
        library.page = { kind: 'list' }
        screen.sheet = 'runs'
      },
    },
    {
      id: 'runs.recall',
      title: t('library.commands.recall'),
      category: 'Training',
      when: () => library.library.forgotten > 0 || t('commands.not.nothingForgotten'),
      run: () => deeds.recall(),
    },
    {
      id: 'runs.enqueue',
      title: t('library.commands.enqueue'),
      category: 'Training',
      when: () => !documents.broken || t('commands.not.broken'),
      run: async () => {
        if (await deeds.attempt(() => library.enqueue(documents.document))) session.announce(t('library.said.enqueued'))
      },
    },
    {
      id: 'runs.sweep',
      title: t('library.commands.sweep'),
      category: 'Training',
      when: () => !documents.broken || t('commands.not.broken'),
      run: () => {
        library.page = { kind: 'plan' }
        screen.sheet = 'runs'
      },
    },
  ]
}
