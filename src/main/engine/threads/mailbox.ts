/** Bytes between the words of two workers: a cache line each, and its neighbour, which processors fetch along with it. */
const STRIDE = 32
/**
 * Words of a worker: the program that it is to run, whether there is mail, a count of both, which it sleeps on, and
 * whether it sleeps.
 */
const [ORDER, MAIL, BELL, ASLEEP] = [0, 1, 2, 3]

/** Orders are program numbers, from 1 on; these are the others. */
const NONE = 0
export const READ_MAIL = -1

/**
 * Looks for an order before a worker sleeps: some hundred microseconds, longer than a trainer takes between two runs,
 * so that runs in a row need no call of the system, and an engine that waits for a person takes no processor time.
 */
const LOOKS = 20_000

export const mailboxMemory = (workers: number): SharedArrayBuffer => new SharedArrayBuffer(workers * STRIDE * 4)

/** The place in shared memory where the caller leaves orders for one worker. */
export class Mailbox {
  readonly #words: Int32Array

  constructor(memory: SharedArrayBuffer, worker: number) {
    this.#words = new Int32Array(memory, worker * STRIDE * 4, STRIDE)
  }

  /** Asks for help with a program's run, and no longer with the one before it, if that was not taken up yet. */
  order(program: number): void {
    Atomics.store(this.#words, ORDER, program)
    this.#ring()
  }

  /** Says that there is mail. */
  announce(): void {
    Atomics.store(this.#words, MAIL, 1)
    this.#ring()
  }

  /** Waits for the next order, or for mail, which comes first, and takes it. */
  take(): number {
    const words = this.#words
    for (let looks = 0; ; looks++) {
      const bell = Atomics.load(words, BELL)
      if (Atomics.load(words, MAIL) !== 0) {
        Atomics.store(words, MAIL, 0)
        return READ_MAIL
      }
      if (Atomics.load(words, ORDER) !== NONE) return Atomics.exchange(words, ORDER, NONE)
      if (looks < LOOKS) continue
      Atomics.store(words, ASLEEP, 1)
      Atomics.wait(words, BELL, bell)
      Atomics.store(words, ASLEEP, 0)
    }
  }

  #ring(): void {
    Atomics.add(this.#words, BELL, 1)
    if (Atomics.load(this.#words, ASLEEP) !== 0) Atomics.notify(this.#words, BELL)
  }
}
