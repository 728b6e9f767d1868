import { setFlagsFromString } from 'node:v8'
import type { FunctionReference } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { lanesOf, type Lanes, type Precision } from '@shared/tensor/backends/wasm/lanes'
import { expect } from 'vitest'

setFlagsFromString('--experimental-wasm-relaxed-simd') // Node 20 has it behind this flag, later ones without

/** Every vector arithmetic that a kernel must be right on. */
export const arithmetics: readonly (readonly [name: string, lanes: Lanes])[] = (['float32', 'float64'] as const)
  .flatMap((precision) => [false, true].map((relaxed) => [precision, relaxed] as const))
  .map(([precision, relaxed]) => [`${precision}${relaxed ? ', fused' : ''}`, lanesOf(precision, relaxed)] as const)

const PAGES = 6
const GUARD = 64 // bytes between buffers
const GUARD_VALUE = -7777.25

/** One kernel in a memory of its own, its buffers parted by guard values. */
export class KernelRun {
  readonly #memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true })
  readonly #all: Float32Array | Float64Array
  readonly #view: (address: number, length: number) => Float32Array | Float64Array
  readonly #buffers: { readonly address: number; readonly bytes: number }[] = []
  readonly #call: (...operands: number[]) => number
  #next = GUARD

  constructor(
    private readonly lanes: Lanes,
    emit: (module: ModuleBuilder, name: string) => FunctionReference,
  ) {
    const { buffer } = this.#memory
    const arrays: Record<Precision, Float32ArrayConstructor | Float64ArrayConstructor> = {
      float32: Float32Array,
      float64: Float64Array,
    }
    const array = arrays[lanes.precision]
    this.#view = (address, length) => new array(buffer, address, length)
    this.#all = new array(buffer).fill(GUARD_VALUE)
    const module = new ModuleBuilder()
    emit(module, 'kernel')
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode({ pages: PAGES, shared: true })), {
      env: { memory: this.#memory },
    })
    this.#call = instance.exports.kernel as (...operands: number[]) => number
  }

  /** Places these numbers at a 64-byte boundary; returns their address. */
  place(values: ArrayLike<number>): number {
    const bytes = values.length * this.lanes.bytes
    const address = this.#next
    this.#buffers.push({ address, bytes })
    this.#next += Math.ceil(bytes / 64) * 64 + GUARD
    this.#view(address, values.length).set(values)
    return address
  }

  call(...operands: number[]): void {
    this.#call(...operands)
  }

  read(address: number, length: number): Float64Array {
    return Float64Array.from(this.#view(address, length))
  }

  /** Expects everything outside the placed buffers to be as it was. */
  expectGuarded(): void {
    const { bytes } = this.lanes
    const seen = this.#all.slice()
    for (const buffer of this.#buffers)
      seen.fill(GUARD_VALUE, buffer.address / bytes, (buffer.address + buffer.bytes) / bytes)
    expect(seen.findIndex((value) => value !== GUARD_VALUE) * bytes).toBe(-bytes)
  }
}

/** Numbers without pattern in (−1, 1), exact in float32, the same for the same seed. */
export const numbers = (count: number, seed: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) =>
    Math.fround(2 * fraction((i + 1) * 0.6180339887 + seed * 0.7548776662) - 1),
  )

const fraction = (value: number) => value - Math.floor(value)
