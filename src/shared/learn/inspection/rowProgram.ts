import { drawNoiseOf, noiseInputs, type NoiseInput } from '../../flow/noise'
import type { Program } from '../../tensor/ir/program'
import { sizeOf } from '../../tensor/ir/shape'
import type { Backend, Executable } from '../../tensor/runtime/backend'
import type { Table } from '../units'

/** What the inputs that take no rows are to hold: θ, and whatever else the program has. */
export type Given = Readonly<Record<string, Float64Array>>

/**
 * A program over a fixed number of rows, resident on a backend, for tables of up to that many rows. Calls may overlap:
 * each has the machine for itself while its rows are in it.
 */
export class RowProgram {
  #queue: Promise<unknown> = Promise.resolve()
  /** What the inputs that take no rows hold. */
  readonly #given = new Map<string, Float64Array>()
  /** What stochastic blocks leave to chance. */
  readonly #noise: readonly NoiseInput[]

  private constructor(
    private readonly executable: Executable,
    /** The input that takes rows. */
    private readonly input: string,
    readonly rows: number,
    readonly dims: number,
  ) {
    this.#noise = noiseInputs(executable.program)
  }

  /** Of the program's inputs `input` takes rows, [rows, D]; its outputs are [rows] or [rows, D]. */
  static async prepare(backend: Backend, program: Program, input: string): Promise<RowProgram> {
    const node = program.inputs.find(({ attributes }) => attributes.name === input)
    if (node?.shape.length !== 2) throw new Error(`internal: "${program.name}" has no input "${input}" of rows`)
    const [rows, dims] = node.shape
    return new RowProgram(await backend.prepare(program), input, rows, dims)
  }

  /** The outputs for at most `rows` points, the other inputs as `given`: arrays that must not change afterwards. */
  run<O extends string>(given: Given, points: Table, outputs: readonly O[]): Promise<Record<O, Float64Array>> {
    const turn = this.#queue.then(() => this.#run(given, points, outputs))
    this.#queue = turn.catch(() => undefined) // the next call does not suffer from this one's failure
    return turn
  }

  async #run<O extends string>(given: Given, points: Table, outputs: readonly O[]): Promise<Record<O, Float64Array>> {
    const { executable, dims } = this
    const count = points.length / dims
    for (const [name, values] of Object.entries(given)) {
      if (this.#given.get(name) !== values) executable.write(name, values)
      this.#given.set(name, values)
    }
    const rows = count === this.rows ? points : this.#padded(points)
    executable.write(this.input, rows)
    for (const noise of this.#noise) executable.write(noise.input, drawNoiseOf(noise, rows, dims))
    await executable.run({ rows: count })
    const results: [O, Float64Array][] = []
    for (const name of outputs) {
      const { node } = executable.program.outputs.find((output) => output.name === name)!
      const values = await executable.read(name)
      results.push([name, values.subarray(0, (count * sizeOf(node.shape)) / this.rows)])
    }
    return Object.fromEntries(results) as Record<O, Float64Array>
  }

  /** The last row repeated to the full height: any other filling could leave the flow's domain. */
  #padded(points: Table): Float64Array {
    const { dims } = this
    const padded = new Float64Array(this.rows * dims)
    padded.set(points)
    for (let i = points.length; i < padded.length; i++) padded[i] = padded[i - dims]
    return padded
  }

  /** Waits for the calls under way. */
  async dispose(): Promise<void> {
    await this.#queue
    this.executable.dispose()
  }
}
