import { join } from 'node:path'
import type { FlowDocument } from '@shared/document/schema'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '@shared/engine/checkpoint'
import { valueOf } from '@shared/engine/outcome'
import { RpcFailure } from '@shared/rpc/failure'
import type { KeptRun, MetricsBatch, RunLibrary, RunMark, TestScore } from '@shared/rpc/protocol'
import { createQueue, readIfThere, writeWhole } from '../files'
import { RunFolders } from './folder'
import { outlineOf, scored, shown, summaryOf, unscored, type RunRecord } from './record'

export interface LibraryLimits {
  readonly count: number
  readonly bytes: number
}

const usualLimits: LibraryLimits = { count: 500, bytes: 2 * 2 ** 30 }

/** A run that is yet to be trained. */
export interface NewRun {
  readonly id: string
  readonly began: string
  readonly document: FlowDocument
  readonly sweep: string | null
}

export interface LibraryOptions {
  readonly folder: string
  warn(message: string): void
  /** Told after each change. */
  changed(): void
  readonly limits?: LibraryLimits
}

/**
 * Runs with all that is needed to show them and to go on with them, a folder each. Within bounds of number and bytes the
 * oldest are given up, but never one that is pinned, named, the baseline, waiting or on its way.
 */
export class Library {
  readonly #folders: RunFolders
  readonly #inTurn = createQueue()
  readonly #baselinePath: string
  #records: Promise<Map<string, RunRecord>> | null = null
  #baseline: string | null = null
  /** Those of the last forgetting, which are kept aside. */
  #forgotten: readonly RunRecord[] = []
  /** Checkpoints that wait to be written; one that is overtaken is not. */
  readonly #waiting = new Map<string, { readonly checkpoint: Uint8Array; readonly mark: RunMark }>()
  readonly #limits: LibraryLimits

  constructor(private readonly options: LibraryOptions) {
    const home = join(options.folder, 'runs')
    this.#folders = new RunFolders(home, (message) => {
      options.warn(message)
    })
    this.#baselinePath = join(home, 'baseline.json')
    this.#limits = options.limits ?? usualLimits
  }

  list(): Promise<RunLibrary> {
    return this.#inTurn(async () => {
      const records = await this.#loaded()
      const runs = [...records.values()].map(shown).sort((a, b) => (a.began < b.began ? 1 : a.began > b.began ? -1 : a.id < b.id ? 1 : -1)) // prettier-ignore
      const forgotten = this.#forgotten.length
      return { runs, baseline: this.#baseline, bytes: bytesOf(records), limit: this.#limits, forgotten }
    })
  }

  async find(id: string): Promise<KeptRun | null> {
    const record = await this.#inTurn(async () => (await this.#loaded()).get(id))
    return record ? shown(record) : null
  }

  /** Takes in a run that is to be trained, of which there are no weights yet. */
  add({ id, began, document, sweep }: NewRun): Promise<void> {
    return this.#change(async (records) => {
      await this.#folders.writeDocument(id, document)
      await this.#put(records, {
        version: 1,
        id,
        name: null,
        pinned: false,
        began,
        sweep,
        state: 'queued',
        reason: null,
        step: 0,
        seconds: null,
        best: null,
        last: null,
        ...unscored,
        outline: outlineOf(document),
        bytes: 0,
      })
    })
  }

  /** What the engine says of a run. Those of tabs are kept when they rest after a step, those of the queue at any time. */
  hear(checkpoint: Uint8Array, mark: RunMark, ofQueue: boolean): void {
    if (!ofQueue && (mark.state === 'training' || mark.step <= mark.from)) return
    const isWaiting = this.#waiting.has(mark.id)
    this.#waiting.set(mark.id, { checkpoint, mark })
    if (isWaiting) return
    const written = this.#change(async (records) => {
      const last = this.#waiting.get(mark.id)
      this.#waiting.delete(mark.id)
      if (last) await this.#keep(records, last.checkpoint, ofQueue)
    })
    written.catch((error: unknown) => {
      this.options.warn(`A run is not kept: ${String(error)}`)
    })
  }

  /** Keeps a run of the queue as it was left. */
  keep(id: string, checkpoint: Uint8Array, test: TestScore | null): Promise<void> {
    this.#waiting.delete(id)
    return this.#change(async (records) => {
      await this.#keep(records, checkpoint, true)
      const record = records.get(id)
      if (record && test) await this.#put(records, { ...record, ...scored(test) })
    })
  }

  /** What a run of a tab scores on its test rows at a step; of no account where it is not kept, or kept at another. */
  judged(id: string, step: number, test: TestScore): void {
    const noted = this.#change(async (records) => {
      const record = records.get(id)
      if (record?.step === step) await this.#put(records, { ...record, ...scored(test) })
    })
    noted.catch((error: unknown) => {
      this.options.warn(`What a run scores is not kept: ${String(error)}`)
    })
  }

  async #keep(records: Map<string, RunRecord>, bytes: Uint8Array, known: boolean): Promise<void> {
    const checkpoint = valueOf(readCheckpoint(bytes))
    const { run } = checkpoint
    if (!run) return
    const before = records.get(run.id)
    if (known && !before) return // it was forgotten meanwhile
    const lean = leanOf(checkpoint, bytes)
    await this.#folders.writeCheckpoint(run.id, lean)
    await this.#put(records, {
      version: 1,
      id: run.id,
      name: null,
      pinned: false,
      sweep: null,
      ...before,
      began: run.began,
      ...(before?.step === checkpoint.trainer.step ? { testNll: before.testNll, untested: before.untested } : unscored),
      state: run.state,
      reason: run.reason ?? null,
      ...summaryOf(checkpoint),
      bytes: lean.byteLength,
    })
    await this.#giveUp(records, run.id)
  }

  /** Notes what has become of a run apart from its weights. */
  note(id: string, change: Partial<Pick<RunRecord, 'state' | 'reason' | 'testNll' | 'untested'>>): Promise<void> {
    return this.#edit(id, change)
  }

  rename(id: string, name: string): Promise<void> {
    return this.#edit(id, { name: name.trim() === '' ? null : name.trim() })
  }

  pin(id: string, pinned: boolean): Promise<void> {
    return this.#edit(id, { pinned })
  }

  setBaseline(id: string | null): Promise<void> {
    return this.#change(async (records) => {
      if (id !== null && !records.has(id)) throw missing()
      this.#baseline = id
      await writeWhole(this.#baselinePath, JSON.stringify({ run: id }))
    })
  }

  /** Keeps runs aside, from where they can be had back until others are forgotten or the app starts anew. */
  forget(ids: readonly string[]): Promise<void> {
    return this.#change(async (records) => {
      for (const id of ids) this.#waiting.delete(id)
      const found = ids.flatMap((id) => records.get(id) ?? [])
      if (found.length === 0) return
      await this.#folders.clearAside()
      this.#forgotten = found
      for (const { id } of found) {
        records.delete(id)
        await this.#folders.putAside(id)
      }
    })
  }

  /** Has those back that were forgotten last; answers which. */
  async recall(): Promise<readonly string[]> {
    let recalled: readonly RunRecord[] = []
    await this.#change(async (records) => {
      recalled = this.#forgotten
      this.#forgotten = []
      for (const record of recalled) {
        const { id, name, pinned, sweep } = record
        const now = records.get(id)
        if (now)
          await this.#put(records, { ...now, name, pinned, sweep }) // it has gone on in its tab meanwhile
        else {
          await this.#folders.takeBack(id)
          records.set(id, record)
        }
      }
    })
    return recalled.map(({ id }) => id)
  }

  /** Forgets runs for good. */
  drop(ids: readonly string[]): Promise<void> {
    return this.#change(async (records) => {
      for (const id of ids) {
        this.#waiting.delete(id)
        records.delete(id)
        await this.#folders.remove(id)
      }
    })
  }

  /** All that is needed to go on with a run; null of one that has not begun. */
  checkpoint(id: string): Promise<Uint8Array | null> {
    return this.#inTurn(() => this.#folders.readCheckpoint(id))
  }

  async contents(id: string): Promise<Checkpoint> {
    const bytes = await this.checkpoint(id)
    if (!bytes) throw new RpcFailure('This run has no weights: it has not begun, or was given up. Train it first.')
    return valueOf(readCheckpoint(bytes))
  }

  /** With the seed of the run. */
  async document(id: string): Promise<FlowDocument> {
    const bytes = await this.checkpoint(id)
    if (bytes) {
      const { document, trainer } = valueOf(readCheckpoint(bytes))
      return { ...document, training: { ...document.training, seed: trainer.seed } }
    }
    const document = await this.#inTurn(() => this.#folders.readDocument(id))
    if (!document) throw missing()
    return document
  }

  async curves(id: string): Promise<MetricsBatch> {
    return (await this.contents(id)).trainer.history
  }

  #edit(id: string, change: Partial<RunRecord>): Promise<void> {
    return this.#change(async (records) => {
      const record = records.get(id)
      if (!record) throw missing()
      await this.#put(records, { ...record, ...change })
    })
  }

  async #put(records: Map<string, RunRecord>, record: RunRecord): Promise<void> {
    await this.#folders.write(record)
    records.set(record.id, record)
  }

  async #giveUp(records: Map<string, RunRecord>, newest: string): Promise<void> {
    const free = ({ id, pinned, name, state }: RunRecord) =>
      id !== newest && !pinned && name === null && id !== this.#baseline && state !== 'queued' && state !== 'training'
    const oldest = [...records.values()].filter(free).sort((a, b) => (a.began < b.began ? -1 : 1))
    while ((records.size > this.#limits.count || bytesOf(records) > this.#limits.bytes) && oldest.length > 0) {
      const { id } = oldest.shift()!
      records.delete(id)
      await this.#folders.remove(id)
    }
  }

  #change(deed: (records: Map<string, RunRecord>) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      await deed(await this.#loaded())
      this.options.changed()
    })
  }

  #loaded(): Promise<Map<string, RunRecord>> {
    return (this.#records ??= this.#load())
  }

  async #load(): Promise<Map<string, RunRecord>> {
    const records = new Map((await this.#folders.all()).map((record) => [record.id, record]))
    try {
      const { run } = JSON.parse((await readIfThere(this.#baselinePath)) ?? '{}') as { readonly run?: unknown }
      this.#baseline = typeof run === 'string' && records.has(run) ? run : null
    } catch {
      this.#baseline = null // not JSON: none is chosen
    }
    return records
  }
}

/** What training made of the document before edits is for undo, which a run of the library has none of. */
const leanOf = (checkpoint: Checkpoint, bytes: Uint8Array): Uint8Array =>
  checkpoint.results.length === 0 ? bytes : writeCheckpoint({ ...checkpoint, results: [] })

const bytesOf = (records: ReadonlyMap<string, RunRecord>): number =>
  [...records.values()].reduce((sum, { bytes }) => sum + bytes, 0)

const missing = () => new RpcFailure('This run is no longer kept. Choose another.')
