import type { RunState, RunStatus } from '@shared/rpc/protocol'

/** The run's state in one or two words, and the colour class that goes with its icon. */
export interface StateWords {
  readonly text: string
  /** What else to know of it, where there is room. */
  readonly note?: string
  readonly tone: 'neutral' | 'running' | 'good' | 'error'
}

export function stateWords(state: RunState, step: number): StateWords {
  switch (state.kind) {
    case 'empty':
      return { text: 'no flow open', tone: 'neutral' }
    case 'opening':
      return { text: 'compiling', tone: 'neutral' }
    case 'ready':
      return { text: step === 0 ? 'ready to train' : 'ready', tone: 'neutral' }
    case 'training':
      return { text: 'training', tone: 'running' }
    case 'paused':
      return { text: 'paused', tone: 'neutral' }
    case 'finished':
      return { ...finishWords[state.reason], tone: 'good' }
    case 'failed':
      return { text: 'failed', tone: 'error' }
    default:
      return state satisfies never
  }
}

const finishWords = {
  steps: { text: 'finished' },
  'early-stopping': { text: 'stopped early', note: 'best weights kept' },
  target: { text: 'target reached' },
  stopped: { text: 'stopped' },
} as const

/** Seconds until the last step at the present speed; null when it cannot be told. */
export function secondsLeft({ step, steps, stepsPerSecond }: RunStatus): number | null {
  return stepsPerSecond > 0 && steps > step ? (steps - step) / stepsPerSecond : null
}
