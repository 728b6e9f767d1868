import { drawNoise, noiseInputs, type NoiseInput } from '../../flow/noise'
import { Random } from '../../math/random'
import type { Executable } from '../../tensor/runtime/backend'

/** What one step had, by input. */
export type Noise = ReadonlyMap<string, Float32Array>

/** Reorders one step's numbers in place, by the rows of its batch. */
export type Arrange = (noise: Noise, rows: Float32Array) => Promise<void>

/** Draws what a step program leaves to chance. A step's numbers follow from seed and step alone, so nothing need be kept of them. */
export class StepNoise {
  readonly #inputs: readonly NoiseInput[]

  constructor(
    private readonly executable: Executable,
    private readonly arrange: Arrange | null = null,
  ) {
    this.#inputs = noiseInputs(executable.program)
  }

  /** Puts in what the steps from `step` on are to have, one turn each; `rows` are their batches, one after another. */
  async write(seed: number, step: number, turns: number, rows: Float32Array | null): Promise<void> {
    if (this.#inputs.length === 0) return
    const all = new Map(this.#inputs.map(({ input, size }) => [input, new Float32Array(size * turns)]))
    for (let turn = 0; turn < turns; turn++) {
      const own = new Map(
        this.#inputs.map(({ input, size }) => [input, all.get(input)!.subarray(turn * size, (turn + 1) * size)]),
      )
      await this.#draw(seed, step + turn, own, rows && part(rows, turn, turns))
    }
    for (const [input, values] of all) this.executable.write(input, values)
  }

  /** What the step after `step` others has or had, with `rows` as its batch. */
  async of(seed: number, step: number, rows: Float32Array | null): Promise<Noise> {
    const own = new Map(this.#inputs.map(({ input, size }) => [input, new Float32Array(size)]))
    await this.#draw(seed, step, own, rows)
    return own
  }

  async #draw(seed: number, step: number, into: Noise, rows: Float32Array | null): Promise<void> {
    const random = new Random(seed).fork(`noise ${step}`)
    for (const input of this.#inputs) drawNoise(input, random, into.get(input.input)!)
    if (rows) await this.arrange?.(into, rows)
  }
}

/** One of so many equal parts. */
const part = (rows: Float32Array, index: number, count: number): Float32Array =>
  rows.subarray((index * rows.length) / count, ((index + 1) * rows.length) / count)
