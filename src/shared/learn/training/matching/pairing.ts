import type { Flow } from '../../../flow/flow'
import { noiseInputs } from '../../../flow/noise'
import { contextsOf } from '../../../flow/rows'
import type { Backend, Executable } from '../../../tensor/runtime/backend'
import type { Noise } from '../stepNoise'
import { endsProgram } from './ends'
import { pairUp } from './pairs'

/** Puts a step's draws of the base in the order in which optimal transport gives them to the rows of its batch. */
export class Pairing {
  readonly #inputs: readonly string[]

  private constructor(
    private readonly flow: Flow,
    private readonly ends: Executable,
  ) {
    this.#inputs = noiseInputs(ends.program).map(({ input }) => input)
  }

  static async create(flow: Flow, batch: number, backend: Backend): Promise<Pairing> {
    return new Pairing(flow, await backend.prepare(endsProgram(flow, batch)))
  }

  /** The weights of which base and blocks beside the path are taken. Those of the path do not matter. */
  setTheta(theta: Float64Array): void {
    this.#write('theta', theta)
  }

  /** Reorders the rows of the base's noise in place. `rows` is the batch, [B, D + C]. */
  async arrange(noise: Noise, rows: Float32Array): Promise<void> {
    const { ends, flow } = this
    this.#write('x', rows)
    for (const input of this.#inputs) ends.write(input, noise.get(input)!)
    await ends.run()
    const [y0, y1] = [await ends.read('y0'), await ends.read('y1')]
    const order = pairUp({ dims: flow.dims, y0, y1, contexts: contextsOf(flow, rows) })
    for (const input of this.#inputs) reorder(noise.get(input)!, order)
  }

  dispose(): void {
    this.ends.dispose()
  }

  /** What the program has no use for it has no input for. */
  #write(input: string, values: ArrayLike<number>): void {
    if (this.ends.program.inputs.some(({ attributes: { name } }) => name === input)) this.ends.write(input, values)
  }
}

/** Row i becomes what row order[i] was. */
function reorder(values: Float32Array, order: Uint32Array): void {
  const [before, width] = [values.slice(), values.length / order.length]
  order.forEach((from, i) => {
    values.set(before.subarray(from * width, (from + 1) * width), i * width)
  })
}
