import type { FunctionBuilder, FunctionType } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'

/** One function and the memory of a page that it runs in. */
export interface Assembled {
  readonly run: (...operands: number[]) => number
  readonly bytes: Uint8Array
}

/** Compiles one function. */
export function assemble(type: FunctionType, write: (f: FunctionBuilder) => void, shared = false): Assembled {
  const module = new ModuleBuilder({ pages: 1, shared })
  module.function(type, write, 'run')
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared })
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } })
  return { run: instance.exports.run as Assembled['run'], bytes: new Uint8Array(memory.buffer) }
}

/** A function of i32 operands, and its i32 result if it has one. */
export const integers = (operands: number, write: (f: FunctionBuilder) => void): Assembled =>
  assemble({ params: new Array<'i32'>(operands).fill('i32'), results: ['i32'] }, write)
