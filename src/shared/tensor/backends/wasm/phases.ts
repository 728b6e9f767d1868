import { atOnce, type InParts } from '../../inParts'
import { i32, load, op, type Expression } from './assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from './assembler/functionBuilder'
import type { ModuleBuilder } from './assembler/moduleBuilder'

/** Bytes of a line of the cache. */
export const LINE = 64

/** Words at the start of a shared memory that belong to its threads, by their index in an `Int32Array` over it. */
export const sync = {
  /** Not 0 once a thread has failed. */
  poison: 0,
  /** Counts the phases that are over. Who waits, waits for it to change. */
  phase: 1,
  /** Threads asleep. */
  asleep: 2,
  /** Pieces of the present phase that are done. */
  done: 3,
  /** The phase with which the present run begins, and the one with which it is over. */
  first: 4,
  end: 5,
  /** How many threads run the program. */
  threads: 6,
  /** Rows that a program without sums over them is to compute, a multiple of two vectors; written before it runs. */
  rows: 7,
  /** Turns of a run on one thread. */
  turns: 8,
} as const

/** Words of a piece of work, in a line of the cache that is the piece's alone. The first three hold stamps. */
const piece = { taken: 0, done: 4, again: 8, by: 12 } as const

/** Where the words of the pieces begin. */
const PIECES = LINE

/** Bytes that a program's threads need for phases of at most so many pieces. Zeros to begin with. */
export const syncBytes = (pieces: number): number => PIECES + LINE * pieces

/**
 * Looks at the phase before a thread does again what others have not finished, and before it sleeps: some 0.06 and
 * 0.2 ms. On cores that are not equally fast threads come that far apart in every phase; one that sleeps takes 0.05 ms
 * to come back.
 */
const LOOKS = { again: 100_000, asleep: 400_000 } as const

const at = (word: keyof typeof sync) => i32(4 * sync[word])
const word = (name: keyof typeof sync) => load('i32.atomic.load', at(name))
const add = (name: keyof typeof sync, value: number) => load('i32.atomic.rmw.add', at(name), 0, i32(value))

/** The number of threads that run the program. */
export const threadCount = load('i32.load', at('threads'))

/** The number of rows to compute, see `sync.rows`. */
export const rowCount = load('i32.load', at('rows'))

/** The number of turns of a run on one thread. */
export const turnCount = load('i32.load', at('turns'))

/** What the code of a piece is written with: the thread that does it, which piece it is, and the turn of the run. */
export interface Doing {
  readonly thread: Local
  readonly piece: Local
  readonly turn: Local
  /** Leaves the piece, to be written between two parts of it, when another thread has finished it. */
  readonly leaveIfDone: (f: FunctionBuilder) => void
}

/** Work that nothing after it may begin before. Its pieces may be done in any order, each by a thread of its own. */
export interface Phase {
  readonly pieces: number
  /**
   * Whether a piece that a thread has begun and not finished, since the system has given its processor to others, may be
   * done by another thread as well. What it writes must then be the thread's own, see `doneBy`; a thread that comes back
   * late goes on with it for a moment, whatever has become of what it reads.
   */
  readonly again: boolean
  write(f: FunctionBuilder, doing: Doing): void
}

/** The thread whose work on a piece of the last phase that could be done again counts. */
export const doneBy = (index: number): Expression => load('i32.load', i32(PIECES + LINE * index + piece.by))

/**
 * Adds the function `run(thread)`: turn by turn the phases one after another. Whoever comes first to a piece of the
 * present phase does it; no thread waits for another, only for pieces. So a run needs no thread but the one that calls
 * it, and one that comes back late finds the phase that the others have got to, or that the run is over.
 *
 * Stamps tell a late thread from others: each piece's words hold the number after the phase they were last written in,
 * and only grow. A late thread finds a newer one everywhere and can neither take a piece nor finish one.
 */
export function addRun(module: ModuleBuilder, phases: readonly Phase[]): void {
  atOnce(addingRun(module, phases))
}

/** As `addRun`, phase by phase. */
export function* addingRun(module: ModuleBuilder, phases: readonly Phase[]): InParts<void> {
  const parts = { look: addLook(module), rest: addRest(module), finish: addFinish(module) }
  const functions: FunctionReference[] = []
  for (const phase of phases) {
    functions.push(addPhase(module, phase, parts))
    yield
  }
  module.function(
    { params: ['i32'], results: [] },
    (f) => {
      f.block((over) => {
        f.loop((again) => {
          const phase = f.let(word('phase'))
          f.branchIf(over, word('poison')) // after the phase: who fails sets this first and changes that then
          f.branchIf(over, op('i32.eq', phase, word('end')))
          const past = f.let(op('i32.sub', phase, word('first')))
          f.branchIf(again, op('i32.ne', word('phase'), phase)) // `first` may be another run's
          const turn = f.let(op('i32.div_u', past, i32(phases.length)))
          const index = f.let(op('i32.sub', past, op('i32.mul', turn, i32(phases.length))))
          functions.forEach((work, i) => {
            f.if(op('i32.eq', index, i32(i)), () => {
              f.call(work, f.param(0), phase, turn)
            })
          })
          f.branch(again)
        })
      })
    },
    'run',
  )
}

interface Parts {
  readonly look: FunctionReference
  readonly rest: FunctionReference
  readonly finish: FunctionReference
}

/** (thread, phase, turn): does what it can of a phase and returns when that is over. */
function addPhase(module: ModuleBuilder, { pieces, again, write }: Phase, parts: Parts): FunctionReference {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] }, (f) => {
    const [thread, index, turn, stamp] = [0, 1, 2, 3].map((i) => f.param(i))
    f.block((left) => {
      const leaveIfDone = (f: FunctionBuilder) => {
        if (again) f.branchIf(left, isStamped(index, 'done', stamp))
      }
      write(f, { thread, piece: index, turn, leaveIfDone })
      if (again) f.call(parts.finish, thread, index, stamp, i32(pieces))
      else countDone(f, i32(pieces))
    })
  })
  return module.function({ params: ['i32', 'i32', 'i32'], results: [] }, (f) => {
    const [thread, phase, turn] = [0, 1, 2].map((i) => f.param(i))
    const stamp = f.let(op('i32.add', phase, i32(1)))
    const own = f.let(op('i32.div_u', op('i32.mul', thread, i32(pieces)), threadCount))
    const each = (visit: (index: Local) => void) => {
      if (pieces === 1) visit(f.let(i32(0)))
      else
        f.for(i32(0), i32(pieces), 1, (i) => {
          visit(f.let(op('i32.rem_u', op('i32.add', own, i), i32(pieces))))
        })
    }
    each((index) => {
      claim(f, index, 'taken', stamp, () => {
        f.call(body, thread, index, turn, stamp)
      })
    })
    if (again) {
      f.call(parts.look, phase, i32(LOOKS.again))
      f.if(op('i32.eq', word('phase'), phase), () => {
        each((index) => {
          f.if(op('i32.eqz', isStamped(index, 'done', stamp)), () => {
            claim(f, index, 'again', stamp, () => {
              f.call(body, thread, index, turn, stamp)
            })
          })
        })
      })
    }
    f.call(parts.rest, phase)
  })
}

const placeOf = (index: Expression) => op('i32.add', i32(PIECES), op('i32.mul', index, i32(LINE)))

/** Whether a piece's word has the stamp, or a newer one. */
const isStamped = (index: Expression, name: keyof typeof piece, stamp: Expression): Expression =>
  op('i32.ge_s', op('i32.sub', load('i32.atomic.load', placeOf(index), piece[name]), stamp), i32(0))

/** Runs `then` for the first thread that puts the stamp on a piece's word. */
function claim(
  f: FunctionBuilder,
  index: Expression,
  name: keyof typeof piece,
  stamp: Expression,
  then: () => void,
): void {
  f.scope(() => {
    const place = f.let(placeOf(index))
    const before = f.let(load('i32.atomic.load', place, piece[name]))
    f.if(op('i32.lt_s', op('i32.sub', before, stamp), i32(0)), () => {
      const found = load('i32.atomic.rmw.cmpxchg', place, piece[name], before, stamp)
      f.if(op('i32.eq', found, before), then)
    })
  })
}

/** One more piece of the phase is done; the last ends it. What a thread wrote before, every thread sees afterwards. */
function countDone(f: FunctionBuilder, pieces: Expression): void {
  f.if(op('i32.eq', add('done', 1), op('i32.sub', pieces, i32(1))), () => {
    f.store('i32.atomic.store', at('done'), i32(0))
    f.drop(add('phase', 1))
    f.if(word('asleep'), () => {
      f.drop(load('memory.atomic.notify', at('phase'), 0, threadCount))
    })
  })
}

/** (thread, piece, stamp, pieces): counts a piece that may have been done twice, for the thread that is the first. */
function addFinish(module: ModuleBuilder): FunctionReference {
  return module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: [] }, (f) => {
    const [thread, index, stamp, pieces] = [0, 1, 2, 3].map((i) => f.param(i))
    claim(f, index, 'done', stamp, () => {
      f.store('i32.store', placeOf(index), thread, piece.by)
      countDone(f, pieces)
    })
  })
}

/** (phase, looks): looks so many times whether a phase is over. */
function addLook(module: ModuleBuilder): FunctionReference {
  return module.function({ params: ['i32', 'i32'], results: [] }, (f) => {
    const [phase, looks] = [0, 1].map((i) => f.param(i))
    f.block((over) => {
      f.for(i32(0), looks, 1, () => {
        f.branchIf(over, op('i32.ne', word('phase'), phase))
      })
    })
  })
}

/** (phase): returns when a phase is over. */
function addRest(module: ModuleBuilder): FunctionReference {
  return module.function({ params: ['i32'], results: [] }, (f) => {
    const phase = f.param(0)
    f.block((over) => {
      f.for(i32(0), i32(LOOKS.asleep), 1, () => {
        f.branchIf(over, op('i32.ne', word('phase'), phase))
      })
      f.drop(add('asleep', 1))
      f.loop((again) => {
        f.wait(at('phase'), phase)
        f.branchIf(again, op('i32.eq', word('phase'), phase)) // woken late, for a phase before this one
      })
      f.drop(add('asleep', -1))
    })
  })
}

/** Opens a run; `words` is an `Int32Array` over the memory. What it is to read is written before. */
export function beginRun(words: Int32Array, { phases, threads }: { phases: number; threads: number }): void {
  const first = Atomics.load(words, sync.phase)
  Atomics.store(words, sync.threads, threads)
  Atomics.store(words, sync.first, first)
  Atomics.store(words, sync.end, (first + phases) | 0)
}

/** Says that a thread has failed and wakes those that wait. `words` is an `Int32Array` over the memory. */
export function poison(words: Int32Array): void {
  Atomics.store(words, sync.poison, 1)
  Atomics.add(words, sync.phase, 1)
  Atomics.notify(words, sync.phase)
}

export const isPoisoned = (words: Int32Array): boolean => Atomics.load(words, sync.poison) !== 0
