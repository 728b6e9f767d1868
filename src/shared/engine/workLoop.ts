/**
 * Does small pieces of work while there are any, and lets everyone else have a turn between two. A piece answers
 * whether there is more to do; it is never run twice at once.
 */
export class WorkLoop {
  #running = false
  #woken = false
  #piece: Promise<boolean> = Promise.resolve(false)
  #ended = false

  constructor(
    private readonly piece: () => Promise<boolean>,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** There may be work again. */
  wake(): void {
    this.#woken = true // also where the last piece has just answered that there is no more
    if (!this.#running && !this.#ended) void this.#work()
  }

  /** Resolves when the piece under way is done, so that what it works on can be changed. */
  async settled(): Promise<void> {
    await this.#piece
  }

  end(): void {
    this.#ended = true
  }

  async #work(): Promise<void> {
    this.#running = true
    let more = true
    while ((more || this.#woken) && !this.#ended) {
      await this.breathe()
      this.#woken = false
      this.#piece = this.piece()
      more = await this.#piece
    }
    this.#running = false
  }
}
