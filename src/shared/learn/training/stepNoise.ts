import { drawNoise, noiseInputs, type NoiseInput } from '../../flow/noise'
import { Random } from '../../math/random'
import type { Executable } from '../../tensor/runtime/backend'

/** What one step had, by input. */
export type Noise = ReadonlyMap<string, Float32Array>

/** Draws what a step program leaves to chance. A step's numbers follow from seed and step alone, so nothing need be kept of them. */
export class StepNoise {
  readonly #inputs: readonly NoiseInput[]

  constructor(private readonly executable: Executable) {
    this.#inputs = noiseInputs(executable.program)
  }

  /** Puts in what the steps from `step` on are to have, one turn each. */
  write(seed: number, step: number, turns: number): void {
    if (this.#inputs.length === 0) return
    const all = new Map(this.#inputs.map(({ input, size }) => [input, new Float32Array(size * turns)]))
    for (let turn = 0; turn < turns; turn++)
      this.#draw(seed, step + turn, ({ input, size }) => all.get(input)!.subarray(turn * size, (turn + 1) * size))
    for (const [input, values] of all) this.executable.write(input, values)
  }

  /** What the step after `step` others has or had. */
  of(seed: number, step: number): Noise {
    const own = new Map(this.#inputs.map(({ input, size }) => [input, new Float32Array(size)]))
    this.#draw(seed, step, ({ input }) => own.get(input)!)
    return own
  }

  #draw(seed: number, step: number, place: (input: NoiseInput) => Float32Array): void {
    const random = new Random(seed).fork(`noise ${step}`)
    for (const input of this.#inputs) drawNoise(input, random, place(input))
  }
}
