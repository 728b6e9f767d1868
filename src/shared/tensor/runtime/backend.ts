import type { Program } from '../ir/program'
import type { Device } from './device'

export type Precision = 'float32' | 'float64'

/** A machine that runs programs. It knows the IR and nothing of flows. */
export interface Backend {
  /** Shown to users and kept in a model's provenance, e.g. `tfjs-wasm`. */
  readonly name: string
  readonly precision: Precision
  /** What it makes use of, as words for people: `4 lanes of float32, fused multiply-add, 2 threads`. */
  readonly uses?: string
  /** What it computes on; a processor of which nothing is known where it is left out. */
  readonly hardware?: Device
  /** What it had to do otherwise than it would, as it came up: sentences. It may have changed after each `prepare`. */
  readonly fallbacks?: readonly string[]
  /**
   * A run of part of the rows takes the time of the next multiple of so many. Left out where every run is of all rows.
   */
  readonly rowStep?: number
  /** Builds the program for this machine. The executable's inputs start as zeros. */
  prepare(program: Program, making?: Making): Promise<Executable>
  dispose(): void
}

export interface Making {
  /** The most turns that a run is to have; 1 where it is left out. */
  readonly turns?: number
  /** Resolves after others had their turn: awaited between parts of the work, where that has several. */
  readonly breathe?: () => Promise<void>
}

/** How much of a program a run is of. */
export interface Extent {
  /**
   * The results of rows after so many may be left out: they are then without meaning. Of a program that sums over rows,
   * or where there is no `rowStep`, a run is always whole.
   */
  readonly rows?: number
  /** So many executions one after another, each with the states that the one before it has left. */
  readonly turns?: number
}

/**
 * A program resident on a backend. Inputs stay where they are between runs; an input that the program updates
 * (`program.updates`) takes its new value at the end of each run, on the device, without crossing to the host.
 */
export interface Executable {
  readonly program: Program
  /** On how many threads it runs; 1 where it does not say. */
  readonly threads?: number
  /** The most turns that a run may have; 1 where it does not say, although more were asked for. */
  readonly turns?: number
  /**
   * Replaces an input. Of one of rows each turn has its own values: those of several follow one another. Throws when the
   * name is unknown or the length is not the input's size, or not a multiple that there are turns for.
   */
  write(input: string, values: ArrayLike<number>): void
  /** Executes the program; once and with all rows where nothing else is asked for. */
  run(extent?: Extent): Promise<void>
  /**
   * As `run`, but returns at once: threads other than the caller's go about it by themselves, if there are any, until
   * `finish` is called. Nothing of the executable may be touched before that. Left out where there are no such threads.
   */
  begin?(extent?: Extent): void
  /** Joins in what was begun; resolves when it is done. */
  finish?(): Promise<void>
  /**
   * An output of the last run, or the present value of an input, row-major; of several turns a uniform output's values
   * after each, one after another.
   */
  read(name: string): Promise<Float64Array>
  dispose(): void
}
