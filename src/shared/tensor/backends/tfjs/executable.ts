import type { Program } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import type { Executable } from '../../runtime/backend'
import type { Kernels } from './kernels'
import type { Plan } from './plan'
import { createRunner, type Runner } from './runner'
import type { Tensor } from './tfjs'

/** A plan and its inputs, which stay on the device; written values are uploaded at the next run. */
export class TfjsExecutable implements Executable {
  readonly #kernels: Kernels
  readonly #runner: Runner
  readonly #sizes: ReadonlyMap<string, number>
  readonly #written = new Map<string, Float32Array<ArrayBuffer>>()
  readonly #inputs = new Map<string, Tensor>()
  readonly #outputs = new Map<string, Tensor>()

  constructor(
    readonly program: Program,
    plan: Plan,
    kernels: Kernels,
  ) {
    this.#kernels = kernels
    this.#runner = createRunner(kernels, plan)
    this.#sizes = new Map(program.inputs.map(({ attributes, shape }) => [attributes.name, sizeOf(shape)]))
    for (const [name, size] of this.#sizes) this.#written.set(name, new Float32Array(size))
  }

  write(name: string, values: ArrayLike<number>): void {
    const size = this.#sizes.get(name)
    if (size !== values.length)
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${size ?? 'no'} values, got ${values.length}`,
      )
    this.#written.set(name, Float32Array.from(values))
  }

  async run(): Promise<void> {
    this.#kernels.activate()
    for (const { attributes } of this.program.inputs) {
      const values = this.#written.get(attributes.name)
      if (values)
        this.#replace(this.#inputs, attributes.name, this.#kernels.upload(values, attributes.shape, 'float32'))
    }
    this.#written.clear()
    const results = this.#runner.run(this.program.inputs.map(({ attributes }) => this.#inputs.get(attributes.name)!))
    for (const { name } of this.program.updates) this.#replace(this.#inputs, name, results.get(name)!)
    for (const { name } of this.program.outputs) this.#replace(this.#outputs, name, results.get(name)!)
  }

  async read(name: string): Promise<Float64Array> {
    const written = this.#written.get(name)
    if (written) return Float64Array.from(written)
    const tensor = this.#outputs.get(name) ?? this.#inputs.get(name)
    if (!tensor) throw new Error(`internal: "${this.program.name}" has no "${name}", or has not run`)
    return Float64Array.from(await tensor.data())
  }

  dispose(): void {
    for (const tensor of [...this.#inputs.values(), ...this.#outputs.values()]) tensor.dispose()
    this.#inputs.clear()
    this.#outputs.clear()
    this.#runner.dispose()
  }

  #replace(held: Map<string, Tensor>, name: string, tensor: Tensor): void {
    held.get(name)?.dispose()
    held.set(name, tensor)
  }
}
