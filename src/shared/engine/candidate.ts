import type { Trainer } from '../learn/training/trainer'
import { costOf } from '../tensor/analysis/cost'
import type { Backend } from '../tensor/runtime/backend'
import type { BackendOffer, EngineHost } from './host'
import type { Machinery } from './machinery'
import type { Session } from './session'

/**
 * Floating-point operations of a step from which validations move to the accelerator as well. At 8 × (2×512), batch 4096,
 * on two cores one takes 0.6 s on wasm and 0.2 s on TensorFlow, beside 50 steps of 0.3 s; beside quicker steps that is a
 * larger share. Views stay: they are small. Flows with loops stay too, which plain graphs take one op at a time.
 */
const VALIDATES_THERE_FLOPS = 1e9
/**
 * Milliseconds that a run must have left where the accelerator is this processor too: training gives it half of that while
 * XLA compiles, which may take half a minute.
 */
const LONG_BESIDE_MS = 60_000

/** A trainer of the present run, compiled for an accelerator. */
export interface Candidate {
  readonly backend: Backend
  readonly trainer: Trainer
}

/** A candidate that can be tried. */
export interface Ready {
  readonly candidate: Candidate
  /** Milliseconds of its first step once it was compiled, taken while training had the machine too. */
  readonly firstMs: number
  /** What its backend had to do otherwise with it, in sentences. */
  readonly fallbacks: readonly string[]
}

export interface Making {
  readonly host: Pick<EngineHost, 'now' | 'breathe'>
  readonly machinery: Machinery
  /** Whether the accelerator was asked for by name. */
  readonly asked: boolean
  /** Milliseconds that the run had left when that was last looked at. */
  readonly leftMs: number
}

/** Makes the present run's trainer once more, for an accelerator. Answers it ready to be tried, or why it is not worth it. */
export async function makeCandidate(
  offer: BackendOffer,
  session: Session,
  trainer: Trainer,
  { host, machinery, asked, leftMs }: Making,
): Promise<Ready | string> {
  const backend = await machinery.accelerator(offer)
  const kind = backend.hardware?.kind ?? 'cpu'
  if (!asked && kind === 'emulated') return 'Not tried: a processor stands in for the card, which wasm makes more of.'
  if (!asked && kind === 'cpu' && leftMs < LONG_BESIDE_MS)
    return 'Not tried: it needs the same processors to get ready, and the run is over in less than a minute.'
  const known = backend.fallbacks?.length ?? 0
  const twin = validatesThere(trainer)
    ? trainer.whollyOn(backend, () => host.breathe())
    : trainer.twin(backend, session.inspector)
  const candidate = { backend, trainer: await twin }
  try {
    await candidate.trainer.rehearse(1) // what compiles at its first run does so here
    const started = host.now()
    await candidate.trainer.rehearse(1)
    return { candidate, firstMs: host.now() - started, fallbacks: (backend.fallbacks ?? []).slice(known) }
  } catch (error) {
    candidate.trainer.dispose()
    throw error
  }
}

const validatesThere = ({ program }: Trainer): boolean =>
  costOf(program).flops >= VALIDATES_THERE_FLOPS && !program.nodes.some(({ op }) => op === 'loop' || op === 'root')
