import type { Issue } from '../document/issue'

/** What the engine answers to questions about the model and about tables. */

/** The exact values under the cursor. */
export interface Probe {
  /** NaN, as is `logDet`, where blocks move points by chance; `latent` is then where one path ends. */
  readonly logDensity: Float64Array
  /** [n, D] row-major. */
  readonly latent: Float64Array
  /** log|det ∂z/∂x| of the whole stack, natural units. */
  readonly logDet: Float64Array
}

export interface Truth {
  /** [resolution, resolution], nats, natural units; null where the data's density is not known. */
  readonly logDensity: Float32Array | null
}

/** Draws of a target by Markov chains, to hold a model against. */
export interface Reference {
  /** [n, D], natural units. */
  readonly draws: Float32Array
  /** Of the coordinate that is worst: split R̂, near 1 where the chains agree, and effective draws of all of them. */
  readonly rHat: number
  readonly effective: number
  /** Transitions on which the energy was lost. */
  readonly divergences: number
}

export interface Evaluation {
  /** Of the weights that were judged. */
  readonly step: number
  readonly rows: number
  /** An upper bound where blocks move points by chance, and so are the bits. */
  readonly nll: number
  readonly nllStandardError: number
  readonly bitsPerDim: number
  /** ∫p over all of ℝᴰ, 1 where the log-determinants are right; null for D > 3, and where blocks move points by chance. */
  readonly integral: number | null
  /** max |x − f(f⁻¹(x))| in standardised units; null where blocks move points by chance. */
  readonly roundTripError: number | null
  /** max |logDet forward + logDet inverse|; null likewise. */
  readonly logDetError: number | null
  readonly entropy: number | null
  /** How often a random split of rows and draws is as far apart as they are, by energy distance; null without draws. */
  readonly samples: { readonly energyChance: number } | null
  /** All that was found, as a person reads it, group by group. */
  readonly report: readonly {
    readonly group: string
    readonly measure: string
    readonly value: string
    readonly help: string
  }[]
  /** What solvers of blocks miss. */
  readonly issues: readonly Issue[]
  /** What each block takes for 1000 rows, each way; none where it was not asked for. */
  readonly costs: readonly {
    readonly node: string
    readonly type: string
    readonly forward: string
    readonly inverse: string
  }[]
}

/** A table read from a user's file, ready to go into a document. */
export interface TableReport {
  readonly name: string
  readonly columns: readonly {
    readonly name: string
    readonly numeric: boolean
    readonly missing: number
    readonly constant: boolean
    /** Names of its classes, where it is text of few different values. */
    readonly classes: readonly string[] | null
  }[]
  readonly rows: number
  /** First rows as text, for the preview. */
  readonly head: readonly (readonly string[])[]
  readonly issues: readonly Issue[]
}
