import { computed } from 'vue'
import { setTraining } from '@shared/document/edits'
import { useTrainCommand } from '../shells/trainCommand'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
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
    if (!engine.connected) return 'The engine is not connected.'
    if (engine.lost) return 'The engine is restarting.'
    if (documents.broken) return 'Mend the stack first: its faults are at the blocks.'
    return engine.opened === null ? 'No flow is open yet.' : null
  })
  const finished = computed(() => engine.status.state.kind === 'finished')

  /** A new seed is an edit of the document: it can be undone, and it is in the file. */
  function roll(): void {
    const [seed] = crypto.getRandomValues(new Uint32Array(1))
    documents.edit('Roll a new seed', (document) => setTraining(document, { seed }))
  }

  return [
    {
      id: 'training.toggle',
      title: () => training.word.value,
      category: 'Training',
      keys: 'Ctrl+Enter',
      whileTyping: true,
      when: () => training.possible.value || (obstacle.value ?? 'No flow is open yet.'),
      run: () => training.toggle(),
    },
    {
      id: 'training.step',
      title: 'Train one step',
      category: 'Training',
      when: () => {
        if (engine.running) return 'Pause the run first.'
        return obstacle.value ?? (finished.value ? 'The run is over.' : true)
      },
      run: () => engine.step(1),
    },
    {
      id: 'training.stop',
      title: 'Stop and end the run',
      category: 'Training',
      when: () => {
        if (engine.status.step === 0) return 'The run has not begun.'
        return obstacle.value ?? (finished.value ? 'The run is over.' : true)
      },
      run: () => engine.stop(),
    },
    {
      id: 'training.reset',
      title: 'Reset to the same initial weights',
      category: 'Training',
      when: () => obstacle.value ?? (engine.status.step > 0 || 'The run is at its start.'),
      run: () => engine.reset(documents.document.training.seed),
    },
    { id: 'training.reseed', title: 'New seed, new initial weights', category: 'Training', run: roll },
    {
      id: 'training.evaluate',
      title: 'Evaluate on held-out rows',
      category: 'Training',
      when: () => engine.opened !== null || 'No flow is open yet.',
      run: () => {
        screen.sheet = 'evaluation'
      },
    },
    {
      id: 'training.replay',
      title: 'Replay the kept steps, or halt',
      category: 'Training',
      when: () => (screen.replay !== null && screen.replay.steps > 1) || 'Fewer than two steps are kept yet.',
      run: () => screen.replay?.toggle(),
    },
    {
      id: 'training.live',
      title: 'Follow the training live',
      category: 'Training',
      when: () => (screen.replay !== null && !screen.replay.live) || 'The pictures are live.',
      run: () => screen.replay?.goLive(),
    },
  ]
}
