import type { ComputeSettings, EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'

/** A backend the host can offer; loading may fail, and the reason is shown to the user. */
export interface BackendOffer {
  /** `wasm`, `tensorflow`, `webgpu`, `tfjs-wasm`, `tfjs-cpu`, `reference` … */
  readonly name: string
  /**
   * A device or compiler apart, which takes long to make a program ready: training alone is moved there, and never by
   * itself before it was seen to be quicker. Pictures and questions stay where their programs are made in no time. What it
   * does must not hold up the caller's thread, on which training goes on meanwhile: a library whose calls wait for their
   * results belongs on a thread of its own.
   */
  readonly accelerator?: boolean
  /** Whether a graphics card is known to be behind it without loading it. */
  gpu?(): boolean
  load(settings: ComputeSettings): Promise<Backend>
}

/** All that the engine needs of the machine it runs on; the engine itself touches no global but the language's own. */
export interface EngineHost {
  /** Diffeo's version, for provenance. */
  readonly version: string
  /** Best first. */
  readonly backends: readonly BackendOffer[]
  /**
   * Whether a run that is to be on an accelerator begins elsewhere while that is made ready, which takes seconds. Where it
   * does not, the same seed gives the same numbers.
   */
  readonly beginsElsewhere: boolean
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
  /** A name that nothing else has, of letters, digits and dashes. */
  freshId(): string
}
