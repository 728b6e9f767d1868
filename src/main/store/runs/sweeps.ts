import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FlowDocument } from '@shared/document/schema'
import { promotionOf, type Promotion } from '@shared/document/sweep/halving'
import { SweepPlan } from '@shared/document/sweep/plan'
import { variantsOf } from '@shared/document/sweep/variants'
import { parseDocument } from '@shared/document/validate'
import { valueOf } from '@shared/engine/outcome'
import { RunId, type KeptSweep } from '@shared/rpc/protocol'
import { createQueue, readIfThere, writeWhole } from '../files'
import type { Library } from './library'

/** A sweep as it is kept: its plan, and which run is of which choice of values. */
const SweepFile = z.strictObject({
  version: z.literal(1),
  id: RunId,
  name: z.string().max(256),
  began: z.string().max(64),
  plan: SweepPlan,
  document: FlowDocument,
  runs: z.array(
    z.strictObject({
      run: RunId,
      point: z.number().int().min(0),
      values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])),
      seed: z.number().int().min(0),
    }),
  ),
})
type SweepFile = z.infer<typeof SweepFile>

const MOST_SWEEPS = 100

export interface SweepOptions {
  readonly folder: string
  readonly library: Library
  warn(message: string): void
  changed(): void
  readonly now?: () => Date
  readonly freshId?: () => string
}

/** Runs of one document under a plan. What is to be trained next follows from how far they have come, at any time. */
export class Sweeps {
  readonly #home: string
  readonly #inTurn = createQueue()
  #files: Promise<Map<string, SweepFile>> | null = null

  constructor(private readonly options: SweepOptions) {
    this.#home = join(options.folder, 'sweeps')
  }

  /** Newest first. */
  list(): Promise<readonly KeptSweep[]> {
    return this.#inTurn(async () => {
      const files = [...(await this.#loaded()).values()].sort((a, b) => (a.began < b.began ? 1 : -1))
      return files.map(({ version: _, document, ...rest }) => ({ ...rest, steps: document.training.steps }))
    })
  }

  /** Puts all variants into the library. Answers the sweep; fails with the variant that is wrong. */
  begin(name: string, document: FlowDocument, plan: SweepPlan): Promise<string> {
    return this.#inTurn(async () => {
      const variants = valueOf(variantsOf(document, plan))
      const { now = () => new Date(), freshId = randomUUID, library } = this.options
      const id = freshId()
      const began = now().toISOString()
      const runs = variants.map(({ point, values, seed }) => ({ run: freshId(), point, values: [...values], seed }))
      const file: SweepFile = { version: 1, id, name, began, plan, document, runs }
      for (const [i, { run }] of runs.entries())
        await library.add({ id: run, began, document: variants[i].document, sweep: id })
      await writeWhole(this.#path(id), JSON.stringify(file)) // last: runs of no sweep are as any others
      const files = await this.#loaded()
      files.set(id, file)
      await this.#giveUp(files)
      this.options.changed()
      return id
    })
  }

  /** The sweep is no longer spoken of; its runs stay in the library. */
  forget(id: string): Promise<void> {
    return this.#inTurn(async () => {
      ;(await this.#loaded()).delete(id)
      await rm(this.#path(id), { force: true })
      this.options.changed()
    })
  }

  /** The document that its runs vary. */
  document(id: string): Promise<FlowDocument | null> {
    return this.#inTurn(async () => (await this.#loaded()).get(id)?.document ?? null)
  }

  /** Which runs are to go on now that this one has come to rest; null where it is of no sweep, or that is done. */
  async next(run: string): Promise<{ readonly runs: readonly string[]; readonly until: number | null } | null> {
    const file = await this.#inTurn(async () =>
      [...(await this.#loaded()).values()].find(({ runs }) => runs.some((one) => one.run === run)),
    )
    return file ? this.#nextOf(file) : null
  }

  /** What is to go on of all sweeps, as when the app starts. */
  async pending(): Promise<readonly { readonly runs: readonly string[]; readonly until: number | null }[]> {
    const files = await this.#inTurn(async () => [...(await this.#loaded()).values()])
    return (await Promise.all(files.map((file) => this.#nextOf(file)))).filter((next) => next !== null)
  }

  async #nextOf({ plan, document, runs }: SweepFile) {
    const results = await Promise.all(
      runs.map(async ({ run }) => {
        const kept = await this.options.library.find(run)
        const { step = 0, best = null, state = 'stopped' } = kept ?? {}
        const failed = state === 'failed'
        return { run, step, loss: failed ? null : best, over: failed || state === 'finished' || state === 'stopped' }
      }),
    )
    const promotion: Promotion | null = promotionOf(plan, document.training.steps, results)
    if (!promotion) return null
    return { runs: promotion.runs, until: promotion.until < document.training.steps ? promotion.until : null }
  }

  /** Beyond the most that are kept the oldest are no longer spoken of; their runs stay. */
  async #giveUp(files: Map<string, SweepFile>): Promise<void> {
    const oldest = [...files.values()].sort((a, b) => (a.began < b.began ? -1 : 1)).slice(0, -MOST_SWEEPS)
    for (const { id } of oldest) {
      files.delete(id)
      await rm(this.#path(id), { force: true })
    }
  }

  #path(id: string): string {
    return join(this.#home, `${id}.json`)
  }

  #loaded(): Promise<Map<string, SweepFile>> {
    return (this.#files ??= this.#load())
  }

  async #load(): Promise<Map<string, SweepFile>> {
    await mkdir(this.#home, { recursive: true, mode: 0o700 })
    const found = new Map<string, SweepFile>()
    for (const name of await readdir(this.#home)) {
      if (!name.endsWith('.json')) continue
      try {
        const { document, ...rest } = JSON.parse((await readIfThere(join(this.#home, name))) ?? '') as SweepFile
        const file = SweepFile.parse({ ...rest, document: valueOf(parseDocument(document)) })
        found.set(file.id, file)
      } catch (error) {
        this.options.warn(`The sweep ${join(this.#home, name)} is passed over: ${String(error)}`)
      }
    }
    return found
  }
}
