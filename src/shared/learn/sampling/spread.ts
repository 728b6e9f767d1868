/** Variance of each coordinate of points met one by one (Welford 1962), drawn a little towards 10⁻³ while they are few. */
export class Spread {
  #count = 0
  readonly #mean: Float64Array
  readonly #squares: Float64Array

  constructor(dims: number) {
    this.#mean = new Float64Array(dims)
    this.#squares = new Float64Array(dims)
  }

  add(point: Float64Array): void {
    this.#count++
    point.forEach((value, d) => {
      const before = value - this.#mean[d]
      this.#mean[d] += before / this.#count
      this.#squares[d] += before * (value - this.#mean[d])
    })
  }

  /** [D]. */
  get variance(): Float64Array {
    const n = this.#count
    const share = n / (n + 5)
    return this.#squares.map((sum) => share * (sum / Math.max(1, n - 1)) + (1 - share) * 1e-3)
  }
}
