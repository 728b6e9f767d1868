import { i32, load, op, type Expression } from './assembler/expression'
import type { FunctionBuilder, FunctionReference, Label } from './assembler/functionBuilder'
import type { ModuleBuilder } from './assembler/moduleBuilder'

/** Bytes at the start of a shared memory that belong to its threads. Zeros to begin with. */
export const SYNC_BYTES = 64

/** Words of that place, by their index in an `Int32Array` over the memory. */
export const sync = {
  /** Not 0 once a thread has failed. */
  poison: 0,
  /** Threads that have come to the present barrier. */
  arrived: 1,
  /** Counts the barriers passed. Who waits, waits for it to change. */
  generation: 2,
  /** Threads asleep at the barrier. */
  asleep: 3,
  /** How many threads run the program; written before it runs, and not changed by it. */
  threads: 4,
  /** Rows that a program without sums over them is to compute, a multiple of two vectors; written before it runs. */
  rows: 5,
} as const

const at = (word: keyof typeof sync) => i32(4 * sync[word])
const word = (name: keyof typeof sync) => load('i32.atomic.load', at(name))
const add = (name: keyof typeof sync, value: number) => load('i32.atomic.rmw.add', at(name), 0, i32(value))

/**
 * Looks at the generation before a thread sleeps: some 0.2 ms, four times as long as it takes one that sleeps to come
 * back. On cores that are not equally fast threads come that far apart in every step.
 */
const LOOKS = 400_000

/** The number of threads that run the program. */
export const threadCount = load('i32.load', at('threads'))

/** The number of rows to compute, see `sync.rows`. */
export const rowCount = load('i32.load', at('rows'))

/**
 * Takes a piece of work between two barriers: not 0 for the first thread that asks for it there. `place` is the address
 * of a word that is the piece's alone, zero to begin with.
 */
export const claim = (place: Expression): Expression => {
  const stamp = op('i32.add', word('generation'), i32(1))
  return op('i32.ne', load('i32.atomic.rmw.xchg', place, 0, stamp), stamp)
}

/**
 * Adds a function in which each of `threads` threads waits for all the others. What a thread wrote before it, every
 * thread sees after it. Returns at once when a thread has failed; see `passBarrier`.
 */
export function addBarrier(module: ModuleBuilder, threads: Expression): FunctionReference {
  return module.function({ params: [], results: [] }, (f) => {
    f.block((done) => {
      const generation = f.let(word('generation'))
      f.branchIf(done, word('poison')) // after the generation: who fails sets this first and changes that then
      f.if(op('i32.eq', add('arrived', 1), op('i32.sub', threads, i32(1))), () => {
        f.store('i32.atomic.store', at('arrived'), i32(0))
        f.drop(add('generation', 1))
        f.if(word('asleep'), () => {
          f.drop(load('memory.atomic.notify', at('generation'), 0, threads))
        })
        f.branch(done)
      })
      f.for(i32(0), i32(LOOKS), 1, () => {
        f.branchIf(done, op('i32.ne', word('generation'), generation))
      })
      f.drop(add('asleep', 1))
      f.loop((again) => {
        f.wait(at('generation'), generation)
        f.branchIf(again, op('i32.eq', word('generation'), generation)) // woken late, for a barrier passed before
      })
      f.drop(add('asleep', -1))
    })
  })
}

/** Waits at the barrier, and leaves for `exit` when a thread has failed and the work must be given up. */
export function passBarrier(f: FunctionBuilder, barrier: FunctionReference, exit: Label): void {
  f.call(barrier)
  f.branchIf(exit, word('poison'))
}

/** Says that a thread has failed and wakes those that wait for it. `words` is an `Int32Array` over the memory. */
export function poison(words: Int32Array): void {
  Atomics.store(words, sync.poison, 1)
  Atomics.add(words, sync.generation, 1)
  Atomics.notify(words, sync.generation)
}

export const isPoisoned = (words: Int32Array): boolean => Atomics.load(words, sync.poison) !== 0
