import type { FunctionReference } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'

/** The functions of a module under construction: each emitted once, for all who call it. */
export class KernelSet {
  readonly #known = new Map<string, FunctionReference>()

  constructor(
    readonly module: ModuleBuilder,
    readonly lanes: Lanes,
  ) {}

  /** The kernel of this name, emitted by `emit` when first asked for. The name says all that its code depends on. */
  get(name: string, emit: (module: ModuleBuilder, lanes: Lanes) => FunctionReference): FunctionReference {
    let kernel = this.#known.get(name)
    if (!kernel) {
      kernel = emit(this.module, this.lanes)
      this.#known.set(name, kernel)
    }
    return kernel
  }
}
