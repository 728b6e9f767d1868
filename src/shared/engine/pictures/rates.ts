/** The resolutions of a picture on a grid, and how long a live one may take. */
export interface Ladder {
  readonly axes: 2 | 3
  /** Coarse first. The first is always affordable. */
  readonly steps: readonly number[]
  /** Drawn before anything has been measured. */
  readonly first: number
  readonly ms: number
}

export const planeLadder: Ladder = {
  axes: 2,
  steps: [48, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512, 768, 1024],
  first: 64,
  ms: 5,
}

export const spaceLadder: Ladder = {
  axes: 3,
  steps: [16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128],
  first: 16,
  ms: 20,
}

/** How fast rows are computed, by what is computed, and how fine a picture there is time for. */
export class Rates {
  /** Rows a millisecond. */
  readonly #known = new Map<string, number>()

  measure(what: string, rows: number, ms: number): void {
    if (ms <= 0) return
    const before = this.#known.get(what)
    this.#known.set(what, before === undefined ? rows / ms : 0.7 * before + (0.3 * rows) / ms)
  }

  affordable(what: string, { axes, steps, first, ms }: Ladder, wanted: number): number {
    const rate = this.#known.get(what)
    if (rate === undefined) return Math.min(wanted, first)
    const limit = (rate * ms) ** (1 / axes)
    return Math.min(wanted, steps.findLast((step) => step <= limit) ?? steps[0])
  }
}
