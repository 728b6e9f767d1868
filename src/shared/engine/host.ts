import type { EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'

/** A backend the host can offer; loading may fail, and the reason is shown to the user. */
export interface BackendOffer {
  /** `wasm`, `tensorflow`, `tfjs-wasm`, `tfjs-cpu`, `reference` … */
  readonly name: string
  load(settings: EngineSettings): Promise<Backend>
}

/** All that the engine needs of the machine it runs on; the engine itself touches no global but the language's own. */
export interface EngineHost {
  /** Diffeo's version, for provenance. */
  readonly version: string
  /** Best first. */
  readonly backends: readonly BackendOffer[]
  /** The backend to train on, whether it is the best or not; evaluations may be on another. */
  readonly trainOn?: string
  /** How to compute until it is told otherwise. */
  readonly settings: EngineSettings
  /** Processors: the most threads that are of use. */
  readonly cores: number
  /** A file shipped in `resources/`, by its path below it. */
  readResource(path: string): Promise<Uint8Array>
  /** A user's file named by a document; relative paths are taken from the document's folder. */
  readFile(path: string): Promise<Uint8Array>
  /** Monotonic milliseconds. */
  now(): number
  /** Resolves after pending messages and timers have had their turn. */
  breathe(): Promise<void>
  /** Resolves after so many milliseconds, unless the process ends before: it does not wait for this. */
  sleep(ms: number): Promise<void>
  /** ISO 8601 of the present moment. */
  date(): string
}
