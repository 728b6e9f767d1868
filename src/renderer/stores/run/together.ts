/** Milliseconds after which changes are made though what they wait for has not come. */
const PATIENCE_MS = 50

/**
 * Changes of what is on the screen that wait for the last of several messages, so that the page is laid out and drawn
 * once for all of them.
 */
export class Together {
  #waiting: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  wait(change: () => void): void {
    this.#waiting.push(change)
    this.#timer ??= setTimeout(() => {
      this.settle()
    }, PATIENCE_MS)
  }

  /** Makes the changes that wait, in the order in which they came. */
  settle(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    this.#waiting = []
    for (const change of waiting) change()
  }
}
