/** Milliseconds without a call after which whoever works with the engine seems to be looking at something. */
const REST_MS = 600

/** Time in which nobody asks for anything, and in which what may be asked for later can be made ready. */
export class Leisure {
  #disturbances = 0
  #here = false

  constructor(
    private readonly sleep: (ms: number) => Promise<void>,
    private readonly begin: () => void,
  ) {}

  get here(): boolean {
    return this.#here
  }

  /** Something was asked for: leisure ends, and begins again when nothing more is for a while. */
  disturb(): void {
    const mine = ++this.#disturbances
    this.#here = false
    void this.sleep(REST_MS).then(() => {
      if (mine !== this.#disturbances) return
      this.#here = true
      this.begin()
    })
  }
}
