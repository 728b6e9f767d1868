import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from '@shared/document/validate'
import type { FlowDocument } from '@shared/document/schema'
import { RunId } from '@shared/rpc/protocol'
import { readIfThere, writeWhole } from '../files'
import { RunRecord } from './record'

/** What was forgotten, among the folders of runs: no run is called so. */
const ASIDE = '.forgotten'

/** The folder of each run: `run.json`, `checkpoint.bin`, and `document.json` until there is a checkpoint. */
export class RunFolders {
  constructor(
    private readonly home: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** What can be read. Folders without a record are of runs that were not written whole, and go, as what was put aside does. */
  async all(): Promise<readonly RunRecord[]> {
    await mkdir(this.home, { recursive: true, mode: 0o700 })
    await this.clearAside()
    const ids = (await readdir(this.home, { withFileTypes: true })).flatMap((entry) =>
      entry.isDirectory() && RunId.safeParse(entry.name).success ? [entry.name] : [],
    )
    return (await Promise.all(ids.map((id) => this.#read(id)))).filter((record) => record !== null)
  }

  async #read(id: string): Promise<RunRecord | null> {
    const text = await readIfThere(this.#path(id, 'run.json'))
    if (text === null) {
      await this.remove(id)
      return null
    }
    try {
      const { document, ...record } = JSON.parse(text) as Record<string, unknown>
      // an outline is of the version that wrote it
      const outline = parseDocument(document)
      if (!outline.ok) throw new Error(outline.issues[0].message)
      return RunRecord.parse({ ...record, outline: outline.value })
    } catch (error) {
      this.warn(`The run ${this.#path(id, 'run.json')} is passed over: ${String(error)}`)
      return null
    }
  }

  async write(record: RunRecord): Promise<void> {
    const { outline, ...rest } = record
    await writeWhole(this.#path(record.id, 'run.json'), JSON.stringify({ ...rest, document: outline }))
  }

  async writeDocument(id: string, document: FlowDocument): Promise<void> {
    await writeWhole(this.#path(id, 'document.json'), JSON.stringify(document))
  }

  /** Of a run without a checkpoint. */
  async readDocument(id: string): Promise<FlowDocument | null> {
    const text = await readIfThere(this.#path(id, 'document.json'))
    const document = text === null ? null : parseDocument(text)
    return document?.ok ? document.value : null
  }

  async writeCheckpoint(id: string, checkpoint: Uint8Array): Promise<void> {
    await writeWhole(this.#path(id, 'checkpoint.bin'), checkpoint)
    await rm(this.#path(id, 'document.json'), { force: true })
  }

  async readCheckpoint(id: string): Promise<Uint8Array | null> {
    try {
      return new Uint8Array(await readFile(this.#path(id, 'checkpoint.bin')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /** The record first: what is left of a folder without one goes at the next start. */
  async remove(id: string): Promise<void> {
    await rm(this.#path(id, 'run.json'), { force: true })
    await rm(join(this.home, id), { recursive: true, force: true })
  }

  /** Out of sight, whole, until others are or the app starts anew. */
  async putAside(id: string): Promise<void> {
    await mkdir(join(this.home, ASIDE), { recursive: true, mode: 0o700 })
    await rename(join(this.home, id), join(this.home, ASIDE, id))
  }

  async takeBack(id: string): Promise<void> {
    await rename(join(this.home, ASIDE, id), join(this.home, id))
  }

  async clearAside(): Promise<void> {
    await rm(join(this.home, ASIDE), { recursive: true, force: true })
  }

  #path(id: string, file: string): string {
    return join(this.home, id, file)
  }
}
