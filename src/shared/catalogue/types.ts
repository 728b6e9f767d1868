/**
 * What the palette, the inspector and the compiler's messages know of a block or a base distribution. Plain data: the
 * mathematics is in `flow`, under the same `type`.
 */

/**
 * Shape of ∂output/∂input. `low-rank` means a multiple of the identity plus a matrix of limited rank, `stochastic` that points
 * move by chance, so that there is none.
 */
export type JacobianStructure =
  'diagonal' | 'triangular' | 'permutation' | 'low-rank' | 'block' | 'full' | 'trace-estimated' | 'stochastic'

export interface Jacobian {
  readonly structure: JacobianStructure
  /** True when the Jacobian does not depend on the point, as for a linear map. */
  readonly constant: boolean
}

/** A low-rank Jacobian: what is added to the identity, or to a multiple of it that depends on the point. */
export interface LowRankJacobian extends Jacobian {
  readonly structure: 'low-rank'
  readonly about: 'identity' | 'multiple of the identity'
  /** Of the matrix added; at most D. */
  readonly rank: number | { readonly setting: string }
}

export type BlockJacobian =
  LowRankJacobian | (Jacobian & { readonly structure: Exclude<JacobianStructure, 'low-rank'> })

/** How one direction of a bijector is computed. `cost` is one short phrase, e.g. "one network pass". */
export type Computation =
  | { readonly kind: 'analytic'; readonly cost: string }
  | { readonly kind: 'iterative'; readonly solver: string; readonly cost: string }
  /** Drawn from a kernel: neither direction undoes the other. */
  | { readonly kind: 'stochastic'; readonly cost: string }
  | { readonly kind: 'none'; readonly reason: string }

/** An end of an interval: a number, or so many times what a number setting holds. */
export type RangeEnd = number | { readonly setting: string; readonly times: number }

/** An interval in which each coordinate must lie; its ends do not belong to it unless it says so. */
export interface CoordinateRange {
  readonly from: RangeEnd
  readonly to: RangeEnd
  readonly closed?: true
  /** The box of these intervals all lies within, and more does, up to an edge that the parameters set. */
  readonly atLeast?: true
}

export interface Citation {
  readonly authors: string
  readonly year: number
  readonly title: string
  /** Where it can be read: `arXiv:1605.08803`, or a journal with volume and year: `Biometrika 87 (2000)`. */
  readonly source: string
}

interface SettingBase {
  readonly key: string
  readonly label: string
  /** One sentence for the inspector. */
  readonly help: string
  /** Shown, and read by the flow, only when another setting has this value. */
  readonly when?: { readonly key: string; readonly equals: string }
  /** Read in training steps alone: densities and samples do not depend on it. */
  readonly trainingOnly?: boolean
}

export interface NumberSetting extends SettingBase {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly integer: boolean
  /** How a slider maps to the value. */
  readonly scale: 'linear' | 'log'
  /** Of what says how exactly a block is computed: the end at which it is most exact. */
  readonly exact?: 'min' | 'max'
}

export interface ChoiceSetting extends SettingBase {
  readonly kind: 'choice'
  readonly default: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export interface BooleanSetting extends SettingBase {
  readonly kind: 'boolean'
  readonly default: boolean
}

/** A list of whole numbers typed by the user, e.g. a permutation, a mask or the rows of a graph; `null` when not given. */
export interface IntegersSetting extends SettingBase {
  readonly kind: 'integers'
  readonly default: readonly number[] | null
  /** What the list must be once D is known; the flow checks it and names the block. */
  readonly constraint: 'permutation' | 'mask' | 'graph'
}

/** Numbers typed by the user, row by row; `null` when not given, for the identity or for zeros. */
export interface MatrixSetting extends SettingBase {
  readonly kind: 'matrix'
  readonly default: readonly number[] | null
  /** `square` is D × D and invertible, `vector` has D entries; both are checked once D is known. `list` is as its owner says. */
  readonly form: 'square' | 'vector' | 'list'
}

/** An expression in z typed by the user, e.g. `2z + 1`; the flow proves that it is invertible. */
export interface TextSetting extends SettingBase {
  readonly kind: 'text'
  readonly default: string
  /** A map of z, or an energy of the coordinates. */
  readonly constraint: 'expression' | 'energy'
}

/** A setting of a block: what a person chooses, as against the parameters that training finds. */
export type Setting = NumberSetting | ChoiceSetting | BooleanSetting | IntegersSetting | MatrixSetting | TextSetting

/** What a setting may hold in a document. */
export type SettingValue = number | string | boolean | readonly number[] | null
export type Settings = Readonly<Record<string, SettingValue>>

export type BlockFamily =
  | 'elementwise'
  | 'normalising'
  | 'linear'
  | 'coupling'
  | 'autoregressive'
  | 'rank-limited'
  | 'residual'
  | 'gaussianization'
  | 'stochastic'

export interface BlockEntry {
  readonly type: string
  readonly label: string
  readonly family: BlockFamily
  /** One sentence: what it does and when to use it. */
  readonly summary: string
  /** TeX of the forward map (z → x). May use `\mathbf{z}`, `\mathbf{x}`; no macros. */
  readonly formula: string
  /** TeX of log|det J| of the forward map; of a stochastic block ΔS, what a path's weight grows by. */
  readonly logDetFormula: string
  /** The formulas in words: what each letter stands for and does, and why the determinant is what it is; TeX between dollars. */
  readonly meaning: string
  /** Plain-text one-line maths for the palette row, e.g. `x = s⊙z + t`. */
  readonly line: string
  /** A sentence each: what to take it for, and where another block does better or it does not fit. */
  readonly use: { readonly when: string; readonly not: string }
  readonly citation: Citation
  readonly settings: readonly Setting[]
  readonly jacobian: BlockJacobian
  /** Where each coordinate of z must lie; all of ℝ when absent. Outside it z → x is a point inside with log|det| −∞. */
  readonly domain?: CoordinateRange
  /** Where each coordinate of x lies; all of ℝ when absent. Outside it x → z is a finite point with log|det| −∞. */
  readonly codomain?: CoordinateRange
  /** The largest D it can be made for; any when absent. */
  readonly mostDims?: number
  /** z → x, sampling. */
  readonly forward: Computation
  /** x → z, density. */
  readonly inverse: Computation
  /** Whether a fresh block is the identity, so that inserting it leaves a trained density unchanged. */
  readonly startsAsIdentity: boolean
  /** The first rows that reach it set its parameters, so that it does much of its work before any training. */
  readonly setByData?: true
  /** It has no parameters: there is nothing for training to change. */
  readonly learnsNothing?: true
  /** Its points move along a vector field, which flow matching can learn. */
  readonly hasVelocity?: true
  /** What to know before using it: constraints and traps. Empty when there is nothing to say. */
  readonly notes: readonly string[]
}

export interface BaseEntry {
  readonly type: string
  readonly label: string
  readonly summary: string
  /** TeX of log p(z). */
  readonly formula: string
  readonly settings: readonly Setting[]
  /** Its draws involve a choice, which has no derivative, so objectives that draw from the model cannot use it. */
  readonly choosesByChance?: true
  readonly notes: readonly string[]
}
