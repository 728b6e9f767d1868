import { optimise } from '../../passes/pipeline'
import { sizeOf } from '../../ir/shape'
import type { Program } from '../../ir/program'
import type { Backend, Executable } from '../../runtime/backend'
import { interpret } from '../../runtime/interpreter/interpret'
import type { Values } from '../../runtime/interpreter/pointwise'

/** The slow float64 interpreter: what a program means, and the oracle of the tests. */
export function createReferenceBackend(): Backend {
  return {
    name: 'reference',
    precision: 'float64',
    prepare: (program) => Promise.resolve(new ReferenceExecutable(optimise(program))),
    dispose: () => undefined,
  }
}

class ReferenceExecutable implements Executable {
  readonly #inputs: Map<string, Values>
  #outputs = new Map<string, Values>()

  constructor(readonly program: Program) {
    this.#inputs = new Map(
      program.inputs.map(({ attributes: { name }, shape }) => [name, new Float64Array(sizeOf(shape))]),
    )
  }

  write(name: string, values: ArrayLike<number>): void {
    const held = this.#inputs.get(name)
    if (held?.length !== values.length)
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${held?.length ?? 'no'} values, got ${values.length}`,
      )
    this.#inputs.set(name, Float64Array.from(values))
  }

  run(): Promise<void> {
    const results = interpret(this.program, this.#inputs)
    for (const { name } of this.program.updates) this.#inputs.set(name, results.get(name)!)
    this.#outputs = results
    return Promise.resolve()
  }

  read(name: string): Promise<Float64Array> {
    const values = this.#inputs.get(name) ?? this.#outputs.get(name)
    if (!values) throw new Error(`internal: "${this.program.name}" has no "${name}", or has not run`)
    return Promise.resolve(Float64Array.from(values))
  }

  dispose(): void {
    this.#inputs.clear()
    this.#outputs.clear()
  }
}
