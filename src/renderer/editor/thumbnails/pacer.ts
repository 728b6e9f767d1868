/** Pictures drawn in one animation frame: more would be felt by whoever drags at the same time. */
const PER_FRAME = 2

/** Draws what has asked to be drawn, a few a frame; what asks again before its turn is drawn once. */
export class Pacer {
  readonly #waiting = new Set<() => void>()
  #frame = 0

  ask(draw: () => void): void {
    this.#waiting.add(draw)
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#turn)
  }

  forget(draw: () => void): void {
    this.#waiting.delete(draw)
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    this.#waiting.clear()
  }

  readonly #turn = (): void => {
    this.#frame = 0
    for (const draw of [...this.#waiting].slice(0, PER_FRAME)) {
      this.#waiting.delete(draw)
      draw()
    }
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(this.#turn)
  }
}
