import { i32, load, op, type Expression } from '@shared/tensor/backends/wasm/assembler/expression'
import type { FunctionBuilder } from '@shared/tensor/backends/wasm/assembler/functionBuilder'
import { ModuleBuilder } from '@shared/tensor/backends/wasm/assembler/moduleBuilder'
import { addRun, doneBy, syncBytes, type Phase } from '@shared/tensor/backends/wasm/phases'
import type { SharedProgram } from '@shared/tensor/backends/wasm/threadPool'

/** Where the programs here keep their numbers. */
const FIRST = syncBytes(8)
export const FIRST_WORD = FIRST / 4

function programOf(threads: number, phases: readonly Phase[]): SharedProgram {
  const builder = new ModuleBuilder({ pages: 1, shared: true })
  addRun(builder, phases)
  const module = new WebAssembly.Module(builder.encode())
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  return { module, memory, instance: new WebAssembly.Instance(module, { env: { memory } }), threads }
}

/** Phases of a turn of `countingProgram`. */
export const COUNTING_PHASES = 2

/**
 * In the first phase of each turn every piece adds 1 + its number to the first word; in the second it adds what it sees
 * there to a word of its own. There are as many pieces as threads.
 */
export const countingProgram = (threads: number): SharedProgram =>
  programOf(threads, [
    {
      pieces: threads,
      again: false,
      write: (f, { piece }) => {
        f.drop(load('i32.atomic.rmw.add', i32(FIRST), 0, op('i32.add', piece, i32(1))))
      },
    },
    {
      pieces: threads,
      again: false,
      write: (f, { piece }) => {
        const own = f.let(op('i32.mul', piece, i32(4)))
        f.store(
          'i32.store',
          own,
          op('i32.add', load('i32.load', own, FIRST + 4), load('i32.load', i32(FIRST))),
          FIRST + 4,
        )
      },
    },
  ])

/** Each thread waits for all the others; then `thread` divides by zero, while they wait for it. */
export const failingProgram = (threads: number, thread: number): SharedProgram =>
  programOf(threads, [
    {
      pieces: threads,
      again: false,
      write: (f, doing) => {
        f.drop(load('i32.atomic.rmw.add', i32(FIRST), 0, i32(1)))
        f.loop((again) => {
          f.branchIf(again, op('i32.lt_s', load('i32.atomic.load', i32(FIRST)), i32(threads)))
        })
        f.drop(op('i32.div_s', i32(1), op('i32.sub', doing.thread, i32(thread))))
      },
    },
  ])

/** Words of `heldUpProgram`, after `FIRST_WORD`. */
export const heldUp = { begun: 0, release: 1, late: 2, by: 3, results: 4 } as const

/**
 * Of two pieces thread 1 takes one and holds on to it until `release` is not 0, as if the system had given its processor
 * to others; `begun` says that it has taken it, and `late` that it has let go. Every piece of a turn writes 1 + the turn to
 * a place of the thread and the piece, and the second phase adds the results that count to `results`, and who was last
 * at the second piece to `by`.
 */
export const heldUpProgram = (): SharedProgram => {
  const word = (at: number) => i32(FIRST + 4 * at)
  const own = (thread: Expression, piece: number) => op('i32.add', word(16 + piece), op('i32.mul', thread, i32(64)))
  const until = (f: FunctionBuilder, at: number) => {
    f.loop((again) => {
      f.branchIf(again, op('i32.eqz', load('i32.atomic.load', word(at))))
    })
  }
  return programOf(2, [
    {
      pieces: 2,
      again: true,
      write: (f, { thread, piece, turn }) => {
        f.if(
          thread,
          () => {
            f.store('i32.atomic.store', word(heldUp.begun), i32(1))
            until(f, heldUp.release)
            f.store('i32.atomic.store', word(heldUp.late), i32(1))
          },
          () => {
            until(f, heldUp.begun)
          },
        )
        const place = op('i32.add', own(thread, 0), op('i32.mul', piece, i32(4)))
        f.store('i32.store', place, op('i32.add', turn, i32(1)))
      },
    },
    {
      pieces: 1,
      again: false,
      write: (f) => {
        for (const piece of [0, 1]) {
          const found = load('i32.load', own(doneBy(piece), piece))
          f.store('i32.store', word(heldUp.results), op('i32.add', load('i32.load', word(heldUp.results)), found))
        }
        f.store('i32.store', word(heldUp.by), doneBy(1))
      },
    },
  ])
}
