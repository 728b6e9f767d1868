import type { Shape } from '../../ir/shape'
import type { Device } from '../../runtime/device'

/** What a host gives: a TensorFlow that runs models. */
export interface Runner {
  /** As words for people: `TensorFlow 2.21.0 on the CPU`. */
  readonly uses: string
  readonly hardware?: Device
  /** Threads that a run computes on, the host's own not among them. */
  readonly threads: number
  /** Loads the bytes of a SavedModel. */
  load(model: Uint8Array): Promise<Session>
  dispose(): void
}

export interface Session {
  /**
   * Runs what is needed for the values asked for, `name:0`, and gives these. Runs are taken in the order in which they
   * are asked for; the host goes on meanwhile. What is fed must not be changed before the answer is there.
   */
  run(feeds: readonly Feed[], fetches: readonly string[]): Promise<readonly Values[]>
  dispose(): void
}

export type Values = Float32Array | Int32Array | Uint8Array

export interface Feed {
  readonly name: string
  readonly shape: Shape
  /** Float32 for floats, Int32 for whole numbers, Uint8 for truth values. */
  readonly values: Values
}
