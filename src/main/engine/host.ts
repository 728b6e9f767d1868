import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { BackendOffer, EngineHost } from '@shared/engine/host'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import { within } from '../paths'

export interface NodeHostOptions {
  readonly version: string
  /** The folder `resources/`. */
  readonly resources: string
  /** Where relative paths in documents start: the document's folder. */
  readonly folder: string
  readonly backends: readonly BackendOffer[]
  readonly settings?: EngineSettings
  /** As `EngineHost.beginsElsewhere`; it does unless told otherwise. */
  readonly beginsElsewhere?: boolean
}

const MAX_FILE_BYTES = 2 * 1024 ** 3

/** The engine's host on Node: the same in the engine process and in the command line. */
export function createNodeHost(options: NodeHostOptions): EngineHost {
  const { version, resources, folder, backends, settings = usualSettings, beginsElsewhere = true } = options
  return {
    version,
    backends,
    beginsElsewhere,
    settings,
    cores: availableParallelism(),
    readResource(path) {
      const file = within(resources, path)
      if (file === null) return Promise.reject(new Error(`Resource ${JSON.stringify(path)} is not inside resources/.`))
      return readFile(file)
    },
    readFile: (path) => readUserFile(resolve(folder, path)),
    now: () => performance.now(),
    breathe: () => new Promise((done) => setImmediate(done)),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms).unref()),
    date: () => new Date().toISOString(),
    freshId: () => randomUUID(),
  }
}

/** A regular file of bearable size; a device or a pipe, which might never end, is refused. */
async function readUserFile(path: string): Promise<Uint8Array> {
  // Not blocking: the opening of a pipe would wait for someone to write into it.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
  const file = await open(path, flags).catch((error: unknown) => {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error)
    throw new Error(`Data file ${path}: ${reason}. Check the path in the document.`)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new Error(`Data file ${path}: not a regular file. Give a CSV, NPY or Parquet file.`)
    if (stats.size > MAX_FILE_BYTES) {
      throw new Error(`Data file ${path}: ${stats.size} bytes, expected at most ${MAX_FILE_BYTES}. Take a part of it.`)
    }
    return await file.readFile()
  } finally {
    await file.close()
  }
}
