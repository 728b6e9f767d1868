import type { TrainingSettings } from '../../document/schema'
import { entryOf } from '../../document/objective'
import { meanNll } from '../evaluation/evaluate'
import { reportWeights, weighDraws } from '../evaluation/importance'
import type { Inspector } from '../inspection/inspector'
import type { Units } from '../units'
import { estimate, likelihood, type Aim } from './objectives'

/** At most so many rows are looked at each time; all of them only to confirm a target. */
const QUICK_ROWS = 8192
/** The same where a validation asks a solver and a step of training does not. */
const QUICK_SOLVED = 2048
/** Standard errors of the quick look within which a target may have been reached; fewer once its luck is known. */
const DOUBT = { first: 2, later: 0.1 } as const

/** Draws of the model that weights are judged by, where the objective takes draws: of the same noise each time. */
const DRAWS = 4096
const DRAWS_SEED = 3

/** What draws of the model, weighed by the target, tell at a validation. */
export interface WeighedValidation {
  /** Effective draws as a share of all. */
  readonly effectiveShare: number
  /** Nats. */
  readonly logZ: number
}

export interface Validated {
  /** The objective's loss or, of flow matching, the NLL, nats: over the quick rows, in natural units, and over as many draws as are looked at. */
  readonly loss: number
  /** Whether all rows together score the settings' `targetNll` or less; only where validations measure the NLL. */
  readonly reached: boolean
  /** Absent where the objective takes no draws. */
  readonly weights?: WeighedValidation
}

/** Scores weights by the objective, on rows and draws that training never sees. */
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
      readonly aim?: Aim
    },
  ) {
    const most = this.#needs.velocity ? QUICK_SOLVED : QUICK_ROWS
    this.#quick = options.data.validation.subarray(0, most * options.inspector.flow.width)
  }

  /** Whether there is nothing to measure by. */
  get empty(): boolean {
    return this.#needs.rows && this.#quick.length === 0
  }

  async measure(theta: Float64Array): Promise<Validated> {
    const { inspector, units, aim = likelihood } = this.options
    const { rows, draws } = this.#needs
    if (!draws) return this.#likelihood(theta)
    const nll = rows ? (await meanNll(inspector, theta, units, this.#quick)).nll : undefined
    const { logWeights } = await weighDraws(inspector, theta, DRAWS, DRAWS_SEED)
    const { effectiveShare, logZ } = reportWeights(logWeights)
    const loss = estimate(aim.objective, { nll, logWeights })
    return { loss, reached: false, weights: { effectiveShare, logZ: logZ.mean } }
  }

  get #needs() {
    return entryOf((this.options.aim ?? likelihood).objective)
  }

  async #likelihood(theta: Float64Array): Promise<Validated> {
    const { inspector, units, data, settings } = this.options
    const { nll, standardError } = await meanNll(inspector, theta, units, this.#quick)
    const target = settings.targetNll
    if (target === null) return { loss: nll, reached: false }
    if (this.#quick.length === data.validation.length) return { loss: nll, reached: nll <= target }
    const doubt = standardError * (this.luck === null ? DOUBT.first : DOUBT.later)
    if (!(nll + (this.luck ?? 0) <= target + doubt)) return { loss: nll, reached: false }
    const all = await meanNll(inspector, theta, units, data.validation)
    this.luck = all.nll - nll
    return { loss: nll, reached: all.nll <= target }
  }
}
