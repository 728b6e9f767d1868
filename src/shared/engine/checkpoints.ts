import type { TrainerState } from '../learn/training/state'
import type { Trainer } from '../learn/training/trainer'
import { writeCheckpoint, type Checkpoint } from './checkpoint'
import type { EngineHost } from './host'
import type { RunMark } from '../rpc/library'
import type { Session } from './session'

/** Least milliseconds between two checkpoints, and the largest share of the time that writing them may take. */
const GAP_MS = 2000
const SHARE = 0.02
/** Most bytes of what is kept beside the run. */
const BESIDE_BYTES = 16 * 2 ** 20

/** Sends checkpoints as training goes on: every so many steps, but not more often than is bearable. */
export class Checkpoints {
  #step = 0
  #newest: TrainerState | null = null
  #notBefore = -Infinity
  /** Milliseconds that the last one took. */
  #tookMs = 0
  #hurried = false
  /** The state in which the run was last written; null where it was not yet. */
  #wrote: RunMark['state'] | null = null

  constructor(
    private readonly host: Pick<EngineHost, 'now'>,
    private readonly send: (checkpoint: Uint8Array, run: RunMark, left: boolean) => void,
    /** What is kept beside the run, of this many bytes at most. */
    private readonly beside: (bytes: number) => Pick<Checkpoint, 'idle' | 'results'> & { readonly run: RunMark },
  ) {}

  /** Where the run was when it last began or was written: what to go on from when a device fails. */
  get newest(): TrainerState | null {
    return this.#newest
  }

  /** Another run begins, or the same elsewhere; nothing of it has been sent. No step may be under way. */
  async begin({ trainer }: Pick<Session, 'trainer'>): Promise<void> {
    this.#newest = typeof trainer === 'string' ? null : await trainer.state()
    this.#step = this.#newest?.step ?? 0
    this.#notBefore = -Infinity
    this.#tookMs = 0
    this.#wrote = null
  }

  /** The next is sent at once: those before are of another document. */
  hurry(): void {
    this.#hurried = true
  }

  /** Sends one when it is time, and always when the run has come to rest. No step may be under way. */
  async offer(session: Session, trainer: Trainer, training: boolean): Promise<void> {
    const started = this.host.now()
    const steps = trainer.step - this.#step
    const rested = !training && this.#wrote !== null && this.#wrote !== this.beside(0).run.state
    const soon =
      (steps === 0 && !rested) ||
      (training && (steps < session.document.training.checkpointEvery || started < this.#notBefore))
    if (soon && !this.#hurried) return
    await this.write(session, trainer, training)
    const ended = this.host.now()
    // the first on a device, which readies what reads there, and one that the machine was busy at say nothing of the next
    const usualMs = Math.min(this.#tookMs, ended - started)
    this.#tookMs = ended - started
    this.#notBefore = ended + Math.max(GAP_MS, usualMs / SHARE)
  }

  /** Sends one now: the weights did not come by training alone. No step may be under way. */
  async write(session: Session, trainer: Trainer, training: boolean, left = false): Promise<void> {
    this.#hurried = false
    const beside = this.beside(BESIDE_BYTES)
    this.send(await this.pack(session, trainer, training, beside), beside.run, left)
    this.#step = trainer.step
    this.#wrote = beside.run.state
  }

  /** Sends one of a run that makes room for another, unless that was done. No step may be under way. */
  async leave(session: Session, trainer: Trainer): Promise<void> {
    const { run } = this.beside(0)
    const known = trainer.step === this.#step && (this.#wrote === null || this.#wrote === run.state)
    if (trainer.step > run.from && !known) await this.write(session, trainer, false, true)
  }

  /** As it would be sent. No step may be under way. */
  async pack(
    { document, data: { columns }, units, flow, context }: Session,
    trainer: Trainer,
    training: boolean,
    beside = this.beside(BESIDE_BYTES),
  ): Promise<Uint8Array> {
    const data = { dims: flow.dims, preprocessing: units.preprocessing, context: context.columns, columns }
    this.#newest = await trainer.state()
    return writeCheckpoint({ document, data, training, trainer: this.#newest, ...beside })
  }
}
