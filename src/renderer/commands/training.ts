import { computed, nextTick } from 'vue'
import { setTraining } from '@shared/document/edits'
import { useTrainCommand } from '../shells/trainCommand'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** The run: its buttons, its kept steps, and what it is judged by. */
export function trainingCommands(): readonly Command[] {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const screen = useScreenStore()
  const training = useTrainCommand()

  /** Null when the engine can be asked for something of the run. */
  const obstacle = computed(() => {
    if (!engine.connected) return t('commands.not.notConnected')
    if (engine.lost) return t('commands.not.restarting')
    if (documents.broken) return t('commands.not.broken')
    return engine.opened === null ? t('commands.not.notOpen') : null
  })
  const finished = computed(() => engine.status.state.kind === 'finished')

  /** Whether the run has taken all of its steps, in which one that was edited may want more. */
  const spent = computed(() => finished.value && engine.status.step >= engine.status.steps)

  /** A new seed is an edit of the document: it can be undone, and it is in the file. */
  function roll(): void {
    const [seed] = crypto.getRandomValues(new Uint32Array(1))
    documents.edit(t('commands.training.rollSeed'), (document) => setTraining(document, { seed }))
  }

  return [
    {
      id: 'training.toggle',
      title: () => training.word.value,
      category: 'Training',
      keys: 'Ctrl+Enter',
      whileTyping: true,
      when: () => training.possible.value || (obstacle.value ?? t('commands.not.barren')),
      run: () => training.toggle(),
    },
    {
      id: 'training.on',
      title: t('edits.trainOn'),
      category: 'Training',
      when: () => obstacle.value ?? (spent.value || t('edits.notOver')),
      run: async () => {
        documents.edit(t('edits.raiseSteps'), (document) =>
          setTraining(document, { steps: engine.status.step + document.training.steps }),
        )
        await nextTick() // whoever edits after asking to train asks no more
        engine.onceOpen('train')
      },
    },
    {
      id: 'training.step',
      title: t('commands.training.step'),
      category: 'Training',
      when: () => {
        if (engine.running) return t('commands.not.running')
        if (finished.value) return obstacle.value ?? t('commands.not.over')
        return obstacle.value ?? (training.possible.value || t('commands.not.barren'))
      },
      run: () => training.step(),
    },
    {
      id: 'training.stop',
      title: t('commands.training.stop'),
      category: 'Training',
      when: () => {
        if (engine.status.step === 0) return t('commands.not.notBegun')
        return obstacle.value ?? (finished.value ? t('commands.not.over') : true)
      },
      run: () => engine.stop(),
    },
    {
      id: 'training.reset',
      title: t('commands.training.reset'),
      category: 'Training',
      when: () => obstacle.value ?? (engine.status.step > 0 || t('commands.not.atStart')),
      run: () => engine.reset(documents.document.training.seed),
    },
    { id: 'training.reseed', title: t('commands.training.reseed'), category: 'Training', run: roll },
    {
      id: 'training.evaluate',
      title: t('commands.training.evaluate'),
      category: 'Training',
      when: () => engine.opened !== null || t('commands.not.notOpen'),
      run: () => {
        screen.sheet = 'evaluation'
      },
    },
    {
      id: 'training.replay',
      title: t('commands.training.replay'),
      category: 'Training',
      when: () => (screen.replay !== null && screen.replay.steps > 1) || t('commands.not.tooFewSteps'),
      run: () => screen.replay?.toggle(),
    },
    {
      id: 'training.live',
      title: t('commands.training.live'),
      category: 'Training',
      when: () => (screen.replay !== null && !screen.replay.live) || t('commands.not.live'),
      run: () => screen.replay?.goLive(),
    },
  ]
}
