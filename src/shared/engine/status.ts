import type { Attached, MetricsBatch, RunStatus } from '../rpc/protocol'
import type { Session } from './session'
import type { TrainingRun } from './trainingRun'

const nothing: RunStatus = { state: { kind: 'empty' }, step: 0, steps: 0, stepsPerSecond: 0, best: null, seed: 0 }
const noHistory: MetricsBatch = {
  steps: new Float64Array(0),
  trainLoss: new Float64Array(0),
  gradientNorm: new Float64Array(0),
  validationSteps: new Float64Array(0),
  validationLoss: new Float64Array(0),
}

/** What an engine holds. */
export interface Held {
  readonly session: Session | null
  /** None without a session, and none of a model whose data is not there. */
  readonly run: TrainingRun | null
  /** Whether another document is about to take its place. */
  readonly opening: boolean
}

export function statusOf({ session, run, opening }: Held): RunStatus {
  const status = run?.status ?? nothing
  if (opening) return { ...status, state: { kind: 'opening' } }
  // A model without its data can be asked, though not trained.
  return session && !run ? { ...status, state: { kind: 'ready' } } : status
}

/** All that whoever joins must know of what is held. */
export function describeHeld(held: Held): Pick<Attached, 'document' | 'opened' | 'status' | 'history'> {
  const { trainer, document, opened } = held.session ?? {}
  const known = trainer !== undefined && typeof trainer !== 'string'
  return {
    document: document ?? null,
    opened: opened ?? null,
    status: statusOf(held),
    history: known ? trainer.history.since() : noHistory,
  }
}
