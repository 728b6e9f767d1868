/** Milliseconds of drawing in one animation frame: more would be felt by whoever drags at the same time. */
const FRAME_MS = 3

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
    const started = performance.now()
    for (const draw of [...this.#waiting]) {
      this.#waiting.delete(draw)
      draw()
      if (performance.now() - started >= FRAME_MS) break
    }
    if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(this.#turn)
  }
}
