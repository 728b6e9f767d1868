import type { Program } from '../ir/program'

export type Precision = 'float32' | 'float64'

/** A machine that runs programs. It knows the IR and nothing of flows. */
export interface Backend {
  /** Shown to users and kept in a model's provenance, e.g. `tfjs-wasm`. */
  readonly name: string
  readonly precision: Precision
  /** What it makes use of, as words for people: `4 lanes of float32, fused multiply-add, 2 threads`. */
  readonly uses?: string
  /**
   * A run of part of the rows takes the time of the next multiple of so many. Left out where every run is of all rows.
   */
  readonly rowStep?: number
  /** Builds the program for this machine. The executable's inputs start as zeros. */
  prepare(program: Program): Promise<Executable>
  dispose(): void
}

/**
 * A program resident on a backend. Inputs stay where they are between runs; an input that the program updates
 * (`program.updates`) takes its new value at the end of each run, on the device, without crossing to the host.
 */
export interface Executable {
  readonly program: Program
  /** On how many threads it runs; 1 where it does not say. */
  readonly threads?: number
  /** Replaces an input. Throws when the name is unknown or the length is not the input's size. */
  write(input: string, values: ArrayLike<number>): void
  /**
   * One execution. With `rows` the results of rows after so many may be left out: they are then without meaning. Of a
   * program that sums over rows, or where there is no `rowStep`, it is always whole.
   */
  run(rows?: number): Promise<void>
  /** An output of the last run, or the present value of an input, row-major. */
  read(name: string): Promise<Float64Array>
  dispose(): void
}
