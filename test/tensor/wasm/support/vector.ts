import { i32, type Expression } from '@shared/tensor/backends/wasm/assembler/expression'
import type { FunctionBuilder, Local } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import type { Lanes } from '@shared/tensor/backends/wasm/lanes'
import type { Floats } from './floats'

const STRIDE = 2 ** 19 // bytes for each operand and for the result
const PAGE = 2 ** 16

/** A function of vectors, compiled once, to be run over arrays of numbers. */
export class VectorRun {
  readonly #memory: WebAssembly.Memory
  readonly #run: (bytes: number) => void

  constructor(
    private readonly lanes: Lanes,
    private readonly operands: number,
    write: (f: FunctionBuilder, operands: readonly Local[]) => Expression,
  ) {
    const pages = ((operands + 1) * STRIDE) / PAGE
    const module = new ModuleBuilder({ pages, shared: false })
    const body = (f: FunctionBuilder) => {
      f.for(i32(0), f.param(0), 16, (at) => {
        const values = Array.from({ length: operands }, (_, k) => f.let(lanes.load(at, k * STRIDE)))
        lanes.store(f, at, write(f, values), operands * STRIDE)
      })
    }
    module.function({ params: ['i32'], results: [] }, body, 'run')
    this.#memory = new WebAssembly.Memory({ initial: pages })
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), {
      env: { memory: this.#memory },
    })
    this.#run = instance.exports.run as (bytes: number) => void
  }

  /** Results for operands that fill whole vectors; valid until the next run. */
  of(...operands: readonly Floats[]): Floats {
    const [{ length }] = operands
    if (length % this.lanes.count !== 0 || length * this.lanes.bytes > STRIDE)
      throw new Error(`operands of ${length} numbers do not fill whole vectors or the memory`)
    operands.forEach((values, k) => {
      this.#view(k, length).set(values)
    })
    this.#run(length * this.lanes.bytes)
    return this.#view(this.operands, length)
  }

  #view(k: number, length: number): Floats {
    const { buffer } = this.#memory
    return this.lanes.precision === 'float32'
      ? new Float32Array(buffer, k * STRIDE, length)
      : new Float64Array(buffer, k * STRIDE, length)
  }
}
