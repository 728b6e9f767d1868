import type { Opened } from './opened'

/** What is known of a backend on offer. */
export interface BackendReport {
  readonly name: string
  /** Whether it was loaded and checked; what is not tried may yet be available. */
  readonly tried: boolean
  readonly available: boolean
  /** Whether training is on it. */
  readonly chosen: boolean
  /** Why it was taken or not. */
  readonly reason: string
  /** Known once it was loaded. */
  readonly device?: DeviceReport
  readonly measured?: Measured
}

/** What a backend computes on. */
export interface DeviceReport {
  /** `emulated`: a graphics card that a processor stands in for. */
  readonly kind: 'cpu' | 'gpu' | 'emulated'
  /** The card's or adapter's own name; of processors, what of them is used. */
  readonly name: string
  /** What else is known of it, by name: lanes, threads, the library's version, limits. */
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

/** How fast a backend was when it was last measured. */
export interface Measured {
  /** What was trained: `this flow`, or a flow of the benchmark's. */
  readonly of: string
  readonly stepsPerSecond: number
  /** 10⁹ floating-point operations a second of a matrix product; absent where steps alone were timed. */
  readonly gflops?: number
}

/** Where training is, and what is known of backends, when either has changed. */
export interface MachineNews {
  readonly backends: readonly BackendReport[]
  /** The same as before, compiled for where training is now. */
  readonly opened: Opened | null
  /** What has happened, in a sentence or two; null where only figures are new. */
  readonly text: string | null
  /** The accelerator that is tried or trained on: the one to blame, most likely, if the engine process ended now. */
  readonly risk: string | null
  /** Set where a device failed, and what was on it with it. */
  readonly loss: Loss | null
}

export interface Loss {
  /** The step that the run has gone back to. */
  readonly backTo: number
  /** Whether it rests there, as the settings ask, or because no other backend works. */
  readonly stopped: boolean
}
