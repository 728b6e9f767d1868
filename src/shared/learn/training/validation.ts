import type { TrainingSettings } from '../../document/schema'
import { meanNll } from '../evaluation/evaluate'
import type { Inspector } from '../inspection/inspector'
import type { Units } from '../units'

/** At most so many rows are looked at each time; all of them only to confirm a target. */
const QUICK_ROWS = 8192
/** Standard errors of the quick look within which a target may have been reached; fewer once its luck is known. */
const DOUBT = { first: 2, later: 0.1 } as const

export interface Validated {
  /** Nats per row, natural units, over the quick rows. */
  readonly nll: number
  /** Whether all rows together score the settings' `targetNll` or less. */
  readonly reached: boolean
}

/** Scores weights on rows that training never sees. */
export class Validation {
  readonly #quick: Float32Array
  /**
   * What all rows scored above the quick ones when both were last looked at; null before. It is mostly the rows' own
   * and changes little from weights to weights, so it tells when to look at all of them again.
   */
  luck: number | null = null

  constructor(
    private readonly options: {
      readonly settings: Pick<TrainingSettings, 'targetNll'>
      /** Rows [n, D + C] in the flow's units. */
      readonly data: { readonly validation: Float32Array }
      readonly inspector: Inspector
      readonly units: Units
    },
  ) {
    this.#quick = options.data.validation.subarray(0, QUICK_ROWS * options.inspector.flow.width)
  }

  /** Whether there is nothing to measure by. */
  get empty(): boolean {
    return this.#quick.length === 0
  }

  async measure(theta: Float64Array): Promise<Validated> {
    const { inspector, units, data, settings } = this.options
    const { nll, standardError } = await meanNll(inspector, theta, units, this.#quick)
    const target = settings.targetNll
    if (target === null) return { nll, reached: false }
    if (this.#quick.length === data.validation.length) return { nll, reached: nll <= target }
    const doubt = standardError * (this.luck === null ? DOUBT.first : DOUBT.later)
    if (!(nll + (this.luck ?? 0) <= target + doubt)) return { nll, reached: false }
    const all = await meanNll(inspector, theta, units, data.validation)
    this.luck = all.nll - nll
    return { nll, reached: all.nll <= target }
  }
}
