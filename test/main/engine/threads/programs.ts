import { i32, load, op } from '@shared/tensor/backends/wasm/assembler/expression'
import type { FunctionBuilder } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { addBarrier, passBarrier, SYNC_BYTES } from '@shared/tensor/backends/wasm/barrier'
import type { SharedProgram } from '@shared/tensor/backends/wasm/threadPool'

/** Where the programs here keep their numbers. */
export const FIRST_WORD = SYNC_BYTES / 4

interface Parts {
  readonly f: FunctionBuilder
  /** Waits for the other threads. */
  readonly step: () => void
}

function programOf(threads: number, body: (parts: Parts) => void): SharedProgram {
  const builder = new ModuleBuilder({ pages: 1, shared: true })
  const barrier = addBarrier(builder, i32(threads))
  const type = { params: ['i32'], results: [] } as const
  builder.function(type, (f) => {
    f.block((exit) => {
      body({ f, step: () => { passBarrier(f, barrier, exit) } }) // prettier-ignore
    })
  }, 'run') // prettier-ignore
  const module = new WebAssembly.Module(builder.encode())
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  return { module, memory, instance: new WebAssembly.Instance(module, { env: { memory } }), threads }
}

/**
 * In each of `rounds` rounds every thread adds 1 + its number to the first word, meets the others, adds what it then
 * sees there to a word of its own, and meets them again.
 */
export const countingProgram = (threads: number, rounds: number): SharedProgram =>
  programOf(threads, ({ f, step }) => {
    const thread = f.param(0)
    const own = f.let(op('i32.mul', thread, i32(4)))
    const seen = SYNC_BYTES + 4
    f.for(i32(0), i32(rounds), 1, () => {
      f.drop(load('i32.atomic.rmw.add', i32(SYNC_BYTES), 0, op('i32.add', thread, i32(1))))
      step()
      f.store('i32.store', own, op('i32.add', load('i32.load', own, seen), load('i32.load', i32(SYNC_BYTES))), seen)
      step()
    })
  })

/** All threads meet; then `thread` divides by zero, while the others wait for it. */
export const failingProgram = (threads: number, thread: number): SharedProgram =>
  programOf(threads, ({ f, step }) => {
    step()
    f.drop(op('i32.div_s', i32(1), op('i32.sub', f.param(0), i32(thread))))
    step()
  })
