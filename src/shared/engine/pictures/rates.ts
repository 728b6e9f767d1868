/** The resolutions of a picture on a grid, and how long a live one may take. */
export interface Ladder {
  readonly axes: 2 | 3
  /** Coarse first. The first is always affordable. */
  readonly steps: readonly number[]
  /** Drawn before anything has been measured. */
  readonly first: number
  readonly ms: number
  /** Of pictures that may guess rows; left out where every one is whole. */
  readonly sparse?: Sparse
}

export interface Sparse {
  /** The coarsest step that is drawn. */
  readonly from: number
  /** Rows that are computed in any case. */
  readonly least: (resolution: number) => number
  /** Of all rows, the share that may be computed however slow they are. */
  readonly share: number
}

export const planeLadder: Ladder = {
  axes: 2,
  steps: [48, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512, 768, 1024],
  first: 64,
  ms: 2.5,
}

export const spaceLadder: Ladder = {
  axes: 3,
  steps: [16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128],
  first: 16,
  ms: 20,
}

/** How much longer than wanted a picture may take before it turns coarser, so that it does not go to and fro. */
const SLACK = 1.3
/** Rows after which what was measured before counts for half. */
const HALF_KEPT = 1000
/** Of the rows that a sparse picture may leave out, the share it computes after all, before that is known. */
const FIRST_SHARE = 0.25

export interface Affordable {
  readonly resolution: number
  readonly budget: number
}

/** How fast rows are computed, by what is computed, and how fine a picture there is time for. */
export class Rates {
  /** Rows a millisecond. */
  readonly #known = new Map<string, number>()
  /** Of the rows that may be left out, the share that was computed after all lately. */
  readonly #shares = new Map<string, number>()
  /** What the last sparse picture could afford. */
  readonly #steps = new Map<string, number>()

  measure(what: string, rows: number, ms: number): void {
    if (ms <= 0) return
    const before = this.#known.get(what)
    const kept = 2 ** (-rows / HALF_KEPT)
    this.#known.set(what, before === undefined ? rows / ms : kept * before + ((1 - kept) * rows) / ms)
  }

  /** In the time of how many rows a sparse picture was drawn. */
  learn(what: string, { axes, sparse }: Ladder, resolution: number, rows: number): void {
    const most = resolution ** axes
    const least = sparse?.least(resolution) ?? most
    if (least >= most) return
    const share = Math.max(0, (rows - least) / (most - least))
    const before = this.#shares.get(what)
    this.#shares.set(what, before === undefined ? share : 0.7 * before + 0.3 * share)
  }

  /** The finest whole picture that there is time for. */
  affordable(what: string, { axes, steps, first, ms }: Ladder, wanted: number): number {
    const rate = this.#known.get(what)
    if (rate === undefined) return Math.min(wanted, first)
    const limit = (rate * ms) ** (1 / axes)
    return Math.min(wanted, steps.findLast((step) => step <= limit) ?? steps[0])
  }

  /** The finest sparse picture that there is time for, and how many rows it may compute at most. */
  sparse(what: string, { axes, steps, ms }: Ladder, { from, least, share: most }: Sparse, wanted: number): Affordable {
    const limit = (this.#known.get(what) ?? 0) * ms
    const share = this.#shares.get(what) ?? FIRST_SHARE
    const rowsOf = (step: number) => least(step) + share * (step ** axes - least(step))
    const step = steps.findLast((each) => each >= from && rowsOf(each) <= limit) ?? from
    const last = this.#steps.get(what) ?? from
    const kept = last > step && rowsOf(last) <= SLACK * limit ? last : step
    this.#steps.set(what, kept)
    const resolution = Math.min(wanted, kept)
    return { resolution, budget: Math.max(SLACK * limit, most * resolution ** axes) }
  }
}
