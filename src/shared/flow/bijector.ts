import type { Settings } from '../catalogue/types'
import type { Random } from '../math/random'
import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import type { Shape } from '../tensor/ir/shape'
import type { AskNoise } from './noise'

/** One learnt array of a block. */
export interface ParameterSpec {
  readonly name: string
  readonly shape: Shape
  /** Row-major values at the start. */
  readonly init: (random: Random) => Float64Array
  /** True when training must not change it: its gradient is 0 and its weights do not decay. */
  readonly held?: boolean
  /** How many times the learning rate its steps are, 1 when left out. */
  readonly pace?: number
}

/** What a block's mathematics is written with: the program under construction and the block's own parameters. */
export interface TraceContext {
  readonly b: Builder
  /** What the rows are given, [B, C], in the flow's units; none for a flow without context. */
  readonly context?: Node | null
  /** The node of a parameter, by the name in its spec. */
  parameter(name: string): Node
  /** Absent where the result must not depend on chance, as when a density is shown; always there for a stochastic block. */
  readonly noise?: AskNoise
  /**
   * For a stochastic block: ln π(x) → [B] of x [B, D] but for a constant, the density of its place on the way from the base to
   * the target, (1 − λ) ln p_base + λ ln p̃. λ is the place's own unless given.
   */
  readonly intermediate?: (x: Node, lambda?: number) => Node
  /**
   * Says what a held parameter is to hold after a step of training, of the parameter's shape. There only in the trace of such a
   * step: a block that normalises by its batch does so where this is given.
   */
  readonly settle?: (name: string, value: Node) => void
  /**
   * Times within (0, 1), ascending, from where the rows enter the block to where they leave it: a continuous block says
   * where they are then.
   */
  readonly stations?: readonly number[]
}

/** Rows on their way through a block. */
export interface Station {
  /** [B, D]. */
  readonly value: Node
  /** [B], log|det| of the way up to here, in nats. */
  readonly logDet: Node
}

/** The image of a batch and log|det J| of the map just taken. */
export interface Mapped {
  /** [B, D]. */
  readonly value: Node
  /**
   * [B], or [] when it is the same for every row. Nats. Of a stochastic block it is ΔS, the logarithm of the backward
   * kernel's density over the forward kernel's, which takes the place of log|det J| in the weight of a path (Wu, Köhler & Noé
   * 2020, arXiv:2002.06707; Nielsen et al. 2020, arXiv:2007.02731).
   */
  readonly logDet: Node
  /** How often a solver has evaluated its function, [B]. Absent where there is none, or always the same work. */
  readonly evaluations?: Node
  /** What a training step's loss grows by. Absent where the trace may not depend on chance. */
  readonly penalties?: Penalties
  /** Of a continuous block, where the rows were at the context's `stations`. */
  readonly stations?: readonly Station[]
}

/** Penalties [B] on a map by their names, which are shown beside the loss. */
export type Penalties = Readonly<Record<string, Node>>

/** A bijector for a known dimension D. `forward` is z → x (sampling), `inverse` is x → z (density). */
export interface Bijector {
  readonly parameters: readonly ParameterSpec[]
  /**
   * The block moves points by chance: both directions draw from a kernel in place of a map, and neither undoes the other.
   * Its trace asks `noise` and `intermediate`.
   */
  readonly stochastic?: true
  /** Ends between which each coordinate of z must lie, and those of x, where the catalogue's entry cannot say it. */
  readonly domain?: readonly [number, number]
  readonly codomain?: readonly [number, number]
  /** z [B, D] → x, with log|det ∂x/∂z|. */
  forwardAndLogDet(context: TraceContext, z: Node): Mapped
  /** x [B, D] → z, with log|det ∂z/∂x|. */
  inverseAndLogDet(context: TraceContext, x: Node): Mapped
  /**
   * Of a bijector that follows a path: dy/dt at y [B, D] and times t [B, 1], on the way from z at t = 0 to x at t = 1, as
   * [B, D]. What flow matching learns without a solver. It tells where points are at `TraceContext.stations`.
   */
  readonly velocity?: (context: TraceContext, y: Node, t: Node) => Node
  /**
   * Parameters from the first batch that reaches the block on its way from the data, [n, D] row-major, so that what
   * leaves it has mean 0 and standard deviation 1, or is nearly normal in its margins. `direction` is the one the block is run in for density.
   */
  readonly initialise?: (batch: Float64Array, direction: 'forward' | 'inverse') => ReadonlyMap<string, Float64Array>
}

/** A kind of block: its mathematics, made for given settings and D. Throws `FlowError` for settings that do not fit. */
export interface BijectorDefinition {
  /** As in the catalogue. */
  readonly type: string
  /** `contextDims` is C, 0 when left out; blocks that see no context make nothing of it. */
  create(settings: Settings, dims: number, contextDims?: number): Bijector
}

/** What a parameter holds, row-major, by the name in its spec. */
export type ParameterValues = (name: string) => Float64Array

/** A base distribution for a known D. */
export interface Base {
  readonly parameters: readonly ParameterSpec[]
  /** log p(z) of z [B, D] → [B], nats. */
  logDensity(context: TraceContext, z: Node): Node
  /** n rows, row-major [n, D], drawn where the parameters hold `values`. */
  sample(random: Random, n: number, values: ParameterValues): Float64Array
  /**
   * z [B, D] as a differentiable function of the parameters and of noise that does not depend on them, distributed as
   * `sample`'s rows are: what a gradient through draws needs (Kingma & Welling 2013, arXiv:1312.6114). Absent where a draw
   * involves a choice, which has no derivative.
   */
  traceSample?(context: TraceContext, noise: AskNoise): Node
  /** Parameters from the first batch as it reaches the base, z [n, D] row-major. */
  readonly initialise?: (batch: Float64Array, random: Random) => ReadonlyMap<string, Float64Array>
}

export interface BaseDefinition {
  /** As in the catalogue. */
  readonly type: string
  create(settings: Settings, dims: number): Base
}

/** Settings that a block cannot take, in words for the person who set them; the compiler adds which block it was. */
export class FlowError extends Error {}
