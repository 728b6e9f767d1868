import type { ShallowRef } from 'vue'
import type { Calls } from './calls'

/** What was just asked for and not yet confirmed, so that buttons answer at once. */
export type Asked = 'train' | 'step' | 'pause' | null

/** The buttons of a run. Their failures are told and never reject. */
export function runOrders(calls: Calls, asked: ShallowRef<Asked>, forgetHistory: () => void) {
  async function ask(what: 'train' | 'pause', method: 'train' | 'pause' | 'stop'): Promise<void> {
    asked.value = what
    if ((await calls.order(method, {})) === undefined) asked.value = null
  }

  async function step(count = 1): Promise<void> {
    await calls.order('step', { count })
  }

  /** Back to step 0; the same seed gives the same initial weights. */
  async function reset(seed: number): Promise<void> {
    asked.value = null
    await calls.order('reset', { seed })
    forgetHistory()
  }

  return {
    train: () => ask('train', 'train'),
    /** For a document that the engine does not have yet; who opens it sees to the training. */
    onceOpen: (what: 'train' | 'step') => {
      asked.value = what
    },
    pause: () => ask('pause', 'pause'),
    stop: () => ask('pause', 'stop'),
    step,
    reset,
    /** Which earlier runs are looked at. */
    holdRuns: async (held: readonly number[]): Promise<void> => {
      await calls.order('holdRuns', { runs: [...held] })
    },
  }
}
