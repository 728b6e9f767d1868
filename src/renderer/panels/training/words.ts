import type { RunStatus } from '@shared/rpc/protocol'
import { count } from '../../charts/numbers'
import { keptStep } from '../../stores/run/keptStep'
import { t } from '../../strings/t'

/** The run's state in one or two words, and the colour class that goes with its icon. */
export interface StateWords {
  readonly text: string
  /** What else to know of it, where there is room. */
  readonly note?: string
  readonly tone: 'neutral' | 'running' | 'good' | 'error'
}

/** `patience` is that of the run's document; null where it is not to stop early. */
export function stateWords(status: Pick<RunStatus, 'state' | 'step' | 'best'>, patience: number | null): StateWords {
  const { state, step } = status
  switch (state.kind) {
    case 'empty':
      return { text: t('training.states.empty'), note: t('training.states.emptyNote'), tone: 'neutral' }
    case 'opening':
      return { text: t('training.states.opening'), tone: 'neutral' }
    case 'ready':
      return { text: step === 0 ? t('training.states.readyToTrain') : t('training.states.ready'), tone: 'neutral' }
    case 'training':
      return { text: t('training.states.training'), tone: 'running' }
    case 'paused':
      return { text: t('training.states.paused'), tone: 'neutral' }
    case 'finished':
      return { ...finishWords[state.reason], ...keptNote(status, patience), tone: 'good' }
    case 'failed':
      return { text: t('training.states.failed'), tone: 'error' }
    default:
      return state satisfies never
  }
}

/** While there is no engine to ask. */
export const away: StateWords = {
  text: t('training.states.away'),
  note: t('training.states.awayNote'),
  tone: 'neutral',
}

/** Of a stack that cannot be trained as it is. */
export const faulty: StateWords = { text: t('training.states.faulty'), tone: 'error' }

/** Of a flow without parameters, such as an empty stack. */
export const barren: StateWords = { text: t('training.states.barren'), tone: 'neutral' }

const finishWords = {
  steps: { text: t('training.states.finished') },
  'early-stopping': { text: t('training.states.early') },
  target: { text: t('training.states.target') },
  stopped: { text: t('training.states.stopped') },
} as const

function keptNote(status: Pick<RunStatus, 'state' | 'best'>, patience: number | null): Pick<StateWords, 'note'> {
  const step = keptStep(status, patience)
  return step === null ? {} : { note: t('training.states.earlyNote', { step: count(step) }) }
}

/** Seconds until the last step at the present speed; null when it cannot be told. */
export function secondsLeft({ step, steps, stepsPerSecond }: RunStatus): number | null {
  return stepsPerSecond > 0 && steps > step ? (steps - step) / stepsPerSecond : null
}
