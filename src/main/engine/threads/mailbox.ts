/** Bytes between the words of two workers: a cache line each, and its neighbour, which processors fetch along with it. */
const STRIDE = 32
/** Words of a worker: its order, and whether it sleeps until one comes. */
const [ORDER, ASLEEP] = [0, 1]

/** Orders are program numbers, from 1 on; these are the others. */
const NONE = 0
export const READ_MAIL = -1

/**
 * Looks for an order before a worker sleeps: some hundred microseconds, longer than a trainer takes between two steps,
 * so that steps in a row need no call of the system, and an engine that waits for a person takes no processor time.
 */
const LOOKS = 20_000

export const mailboxMemory = (workers: number): SharedArrayBuffer => new SharedArrayBuffer(workers * STRIDE * 4)

/** The place in shared memory where the caller leaves orders for one worker. */
export class Mailbox {
  readonly #words: Int32Array

  constructor(memory: SharedArrayBuffer, worker: number) {
    this.#words = new Int32Array(memory, worker * STRIDE * 4, STRIDE)
  }

  /** Leaves an order, once the one before has been taken. Mail that waits to be read need not be announced again. */
  post(order: number): void {
    const words = this.#words
    for (;;) {
      const before = Atomics.compareExchange(words, ORDER, NONE, order)
      if (before === NONE) break
      if (before === READ_MAIL && order === READ_MAIL) return
    }
    if (Atomics.load(words, ASLEEP) !== 0) Atomics.notify(words, ORDER)
  }

  /** Waits for the next order and takes it. */
  take(): number {
    const words = this.#words
    let order = this.#look()
    if (order === NONE) {
      Atomics.store(words, ASLEEP, 1)
      while ((order = Atomics.load(words, ORDER)) === NONE) Atomics.wait(words, ORDER, NONE)
      Atomics.store(words, ASLEEP, 0)
    }
    Atomics.store(words, ORDER, NONE)
    return order
  }

  #look(): number {
    for (let i = 0; i < LOOKS; i++) {
      const order = Atomics.load(this.#words, ORDER)
      if (order !== NONE) return order
    }
    return NONE
  }
}
