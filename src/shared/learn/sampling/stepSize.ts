/** γ, how hard steps are held near μ; t₀, how long the first ones count for little; κ, how fast the mean forgets. */
const [PULL, START, FORGET] = [0.05, 10, 0.75]

/**
 * Finds the step size at which proposals are accepted as often as wanted, by dual averaging (Hoffman & Gelman 2014,
 * arXiv:1111.4246, section 3.2): ln ε ← μ − √t/(γ (t + t₀)) Σ (δ − acceptance), and of these a weighted mean in the end.
 */
export class StepSize {
  #logStep: number
  #mean = 0
  #error = 0
  #count = 0
  readonly #centre: number

  constructor(
    first: number,
    private readonly wanted: number,
  ) {
    this.#logStep = Math.log(first)
    this.#centre = Math.log(10 * first)
  }

  get now(): number {
    return Math.exp(this.#logStep)
  }

  /** What it has come to. */
  get settled(): number {
    return this.#count === 0 ? this.now : Math.exp(this.#mean)
  }

  /** Takes note of how likely the last proposal was to be accepted, 0 to 1. */
  learn(acceptance: number): void {
    const t = ++this.#count
    const share = 1 / (t + START)
    this.#error = (1 - share) * this.#error + share * (this.wanted - acceptance)
    this.#logStep = this.#centre - (Math.sqrt(t) / PULL) * this.#error
    const weight = t ** -FORGET
    this.#mean = weight * this.#logStep + (1 - weight) * this.#mean
  }
}
