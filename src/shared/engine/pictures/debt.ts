/** Training time that each millisecond of pictures must be followed by: pictures take at most a seventh. */
const TRAINING_PER_PICTURE = 6
/** But no more milliseconds of training than this: a picture's first piece compiles a program, which is done once. */
const MOST_OWED_MS = 100
/** Milliseconds in which pictures owe nothing: who has just pressed Train waits to see it learn. */
const FREE_MS = 150

/** What pictures owe to the training that they hold up. */
export class PictureDebt {
  #owed = 0
  #freeUntil = -Infinity

  /** Training is set going. */
  begin(now: number): void {
    this.#owed = 0
    this.#freeUntil = now + FREE_MS
  }

  trained(ms: number): void {
    this.#owed -= ms
  }

  /** A picture has taken so much of the machine's time, up to `now`; `training` goes on. */
  pictured(ms: number, now: number, training: boolean): void {
    this.#owed = training && now > this.#freeUntil ? Math.min(MOST_OWED_MS, TRAINING_PER_PICTURE * ms) : 0
  }

  /** Whether there is time for a picture. */
  get settled(): boolean {
    return this.#owed <= 0
  }
}
