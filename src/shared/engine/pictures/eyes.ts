import type { Eye } from './sparseGrid'

/** Half a step of a colour scale of 128 over the whole range, which no eye tells from none. */
const HALF_STEP = 1 / 256
/** Nats, and how far below the peak they matter: a log scale ends there. */
const LOG_TOLERANCE = 0.25
const LOG_DEPTH = 9
/** Nats below the peak from which on nothing is to be seen, nor looked for. */
const FAR_BELOW = { log: 12, density: 7 } as const

/**
 * Of log p, drawn as p or as log p. It sees an error where
 *
 *   p · error > 1/256 of the peak,
 *
 * and nothing 7 nats below the peak; drawn as log p it also sees one of 0.25 nats, e-fold for each nat below the 9 that
 * this scale shows, and nothing 12 nats below the peak.
 */
export class DensityEye implements Eye {
  readonly least = HALF_STEP
  /** Nats below the peak from which on it is blind. */
  readonly farBelow: number
  #peak = -Infinity

  constructor(private readonly scale: 'density' | 'log' = 'log') {
    this.farBelow = FAR_BELOW[scale]
  }

  see(values: Float32Array): void {
    for (const value of values) if (value > this.#peak && value < Infinity) this.#peak = value
  }

  isBlind(highest: number): boolean {
    return highest === -Infinity || highest < this.#peak - this.farBelow
  }

  tolerance(highest: number): number {
    const depth = this.#peak - highest
    const onDensity = HALF_STEP * Math.exp(depth)
    if (this.scale === 'density') return onDensity
    return Math.min(onDensity, LOG_TOLERANCE * Math.exp(Math.max(0, depth - LOG_DEPTH)))
  }
}

/** Of the finite values seen first, how many are within the colours: the rest are few and extreme. */
const WITHIN = 0.98
/** Of how many of them that is judged. */
const SAMPLE = 600

/** The shortest scale of a field, in nats to both sides of zero. */
const LEAST_REACH = 0.05

/** Of log|det J| on a colour scale around zero. It sees an error of 1/256 of the scale, wherever that is. */
export class FieldEye implements Eye {
  /** Nats to both sides of zero, by the first values seen. */
  #reach: number | null = null

  see(values: Float32Array): void {
    if (this.#reach !== null) return
    // Odd, so that on a lattice with an even number of columns they do not all fall in the same few.
    const stride = Math.ceil(values.length / SAMPLE) | 1
    const sample = Float32Array.from({ length: Math.ceil(values.length / stride) }, (_, k) =>
      Math.abs(values[k * stride]),
    )
    const sizes = sample.filter(Number.isFinite).sort()
    this.#reach = Math.max(LEAST_REACH, sizes.at(Math.floor(WITHIN * (sizes.length - 1))) ?? 0)
  }

  isBlind(): boolean {
    return false
  }

  get least(): number {
    return this.tolerance()
  }

  tolerance(): number {
    return HALF_STEP * 2 * (this.#reach ?? LEAST_REACH)
  }
}
