import type { Issue } from '../document/issue'

/** What the engine tells of a document's data before training. */

export interface ColumnHistogram {
  readonly from: number
  readonly to: number
  readonly counts: readonly number[]
}

/** A column of numbers in natural units. Moments are divided by n; kurtosis is 0 for a normal; NaN of a constant. */
export interface ColumnFigures {
  readonly count: number
  readonly distinct: number
  readonly min: number
  readonly max: number
  /** At 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly [number, number, number, number, number]
  readonly mean: number
  readonly sd: number
  readonly skewness: number
  readonly kurtosis: number
  /** Values further than three times the middle half's width from it. */
  readonly outliers: number
  readonly histogram: ColumnHistogram
}

export interface DescribedColumn {
  readonly name: string
  readonly kind: 'number' | 'text' | 'mixed' | 'empty'
  /** What the document does with it. */
  readonly role: 'learnt' | 'given' | 'omitted' | 'unused'
  readonly missing: number
  /** Names of its classes, where it is text of few different values. */
  readonly classes: readonly string[] | null
  /** Null where it has no number. */
  readonly figures: ColumnFigures | null
  /** The step of the grid on which all of many equal values lie, so that a density could grow without bound; else null. */
  readonly step: number | null
  /** As the flow sees its training rows after all transforms, in the flow's units; null where it sees none. */
  readonly after: Pick<ColumnFigures, 'mean' | 'sd' | 'skewness' | 'kurtosis' | 'histogram'> | null
  /** What a step fitted for it: Yeo–Johnson's λ. */
  readonly lambda: number | null
}

export interface DataDescription {
  readonly name: string
  /** Of the source, as it is. */
  readonly rows: number
  /** Rows that statistics are of, evenly spaced, where those are not all; else null. */
  readonly sampled: number | null
  readonly columns: readonly DescribedColumn[]
  /** Of columns of numbers and their rows without gaps; row-major. */
  readonly correlations: {
    readonly names: readonly string[]
    readonly rows: number
    readonly pearson: Float64Array
    readonly spearman: Float64Array
    /** Rows that Spearman's are of. */
    readonly rankedRows: number
  }
  /** Rows of the source that lack a number in a column that is used. */
  readonly incomplete: number
  /** Rows of the source equal to one before, and the first of these pairs, counted from 1. */
  readonly duplicates: { readonly rows: number; readonly first: readonly (readonly [number, number])[] }
  /** Rows held out that are equal, or nearly, to rows of training; null where the data cannot be split as they are. */
  readonly leakage: { readonly held: number; readonly common: number; readonly nearly: number } | null
  readonly parts: { readonly train: number; readonly validation: number; readonly test: number } | null
  /** Why the data cannot be trained on, and what is doubtful. */
  readonly issues: readonly Issue[]
}

/** Rows of what was described last, in the order asked for: [n, columns] row-major, NaN where a cell has no number. */
export interface DataRows {
  readonly from: number
  /** Places of the rows in the source, counted from 0. */
  readonly places: Uint32Array
  readonly values: Float64Array
  /** Column by column, text of classes by place; null of a column of numbers. */
  readonly classes: readonly (readonly string[] | null)[]
}
