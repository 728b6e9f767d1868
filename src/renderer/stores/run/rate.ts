/** Events per second over the last `window` milliseconds. Times are monotonic milliseconds, handed in. */
export class Rate {
  readonly #times: number[] = []
  readonly #window: number

  constructor(window = 2000) {
    this.#window = window
  }

  note(now: number): void {
    this.#times.push(now)
    this.#forget(now)
  }

  perSecond(now: number): number {
    this.#forget(now)
    return (1000 * this.#times.length) / this.#window
  }

  #forget(now: number): void {
    while (this.#times.length > 0 && this.#times[0] <= now - this.#window) this.#times.shift()
  }
}
