import type { TrainingSettings } from '../../document/schema'
import { meanNll } from '../evaluation/evaluate'
import type { Inspector } from '../inspection/inspector'
import type { Units } from '../units'

/** At most so many rows are looked at each time; all of them only to confirm a target. */
const QUICK_ROWS = 8192
/** Standard errors of the quick look within which a target may have been reached. */
const DOUBT = 2

export interface Validated {
  /** Nats per row, natural units, over the quick rows. */
  readonly nll: number
  /** Whether all rows together score the settings' `targetNll` or less. */
  readonly reached: boolean
}

/** Scores weights on rows that training never sees. */
export class Validation {
  readonly #quick: Float32Array

  constructor(
    private readonly options: {
      readonly settings: Pick<TrainingSettings, 'targetNll'>
      /** [n, D] in the flow's units. */
      readonly data: { readonly validation: Float32Array }
      readonly inspector: Inspector
      readonly units: Units
    },
  ) {
    this.#quick = options.data.validation.subarray(0, QUICK_ROWS * options.units.dims)
  }

  /** Whether there is nothing to measure by. */
  get empty(): boolean {
    return this.#quick.length === 0
  }

  async measure(theta: Float64Array): Promise<Validated> {
    const { inspector, units, data, settings } = this.options
    const { nll, standardError } = await meanNll(inspector, theta, units, this.#quick)
    const target = settings.targetNll
    const whole = this.#quick.length === data.validation.length
    if (target === null || !(nll <= target + (whole ? 0 : DOUBT * standardError))) return { nll, reached: false }
    return { nll, reached: whole || (await meanNll(inspector, theta, units, data.validation)).nll <= target }
  }
}
