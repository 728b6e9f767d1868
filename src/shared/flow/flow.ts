import type { Random } from '../math/random'
import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import { sizeOf } from '../tensor/ir/shape'
import type { Base, Bijector, ParameterSpec } from './bijector'
import type { TraceTarget } from './target'
import { TracedFlow, type Bound } from './tracedFlow'

/** A node of the graph with its mathematics. */
export interface Part<T> {
  readonly id: string
  readonly of: T
  /** Of a stochastic block: how far it stands on the way from the base, 0, to the target, 1; 1 when left out. */
  readonly lambda?: number
  /** Training leaves its parameters as they are. */
  readonly frozen?: true
}

/** Where one parameter lies in the vector of all. */
export interface ParameterPlace {
  readonly node: string
  readonly name: string
  readonly spec: ParameterSpec
  readonly offset: number
  readonly size: number
}

/**
 * A base and a stack of bijectors for D dimensions, with all parameters in one vector θ: optimisers, snapshots and
 * files handle one array, and each block sees its own pieces of it. With C > 0 it is conditional, p(x | c): every row of
 * x comes with a context c of C numbers, which the blocks' networks see.
 */
export class Flow {
  readonly parameters: readonly ParameterPlace[]
  /** Length of θ. */
  readonly size: number
  /** Numbers in a row as programs take it, D + C: x, then its context. */
  readonly width: number
  /** Ids of the blocks that move points by chance: with any, the flow has no density of a point in closed form. */
  readonly stochastic: readonly string[]
  readonly #frozen: ReadonlySet<string>

  constructor(
    readonly dims: number,
    readonly base: Part<Base>,
    /** In order from z to x. */
    readonly bijectors: readonly Part<Bijector>[],
    /** C; 0 for a flow without context. */
    readonly contextDims = 0,
    /** What stochastic blocks walk towards, in the flow's units; null for a flow without an energy. */
    readonly target: TraceTarget | null = null,
  ) {
    this.width = dims + contextDims
    this.stochastic = bijectors.flatMap(({ id, of }) => (of.stochastic ? [id] : []))
    this.#frozen = new Set(bijectors.flatMap(({ id, frozen }) => (frozen ? [id] : [])))
    let offset = 0
    this.parameters = [base, ...bijectors].flatMap(({ id, of }) =>
      of.parameters.map((spec) => {
        const size = sizeOf(spec.shape)
        const place = { node: id, name: spec.name, spec, offset, size }
        offset += size
        return place
      }),
    )
    this.size = offset
  }

  /**
   * θ at the start: each parameter drawn from a generator of its own, so that inserting a block leaves the others' draws as
   * they were. Where only some `nodes` are asked for, the others' are left at 0.
   */
  initialParameters(random: Random, nodes?: ReadonlySet<string>): Float64Array {
    const theta = new Float64Array(this.size)
    for (const { node, name, spec, offset } of this.parameters)
      if (nodes?.has(node) ?? true) theta.set(spec.init(random.fork(`${node}/${name}`)), offset)
    return theta
  }

  /** Whether training leaves a parameter as it is. */
  isHeld({ node, spec }: ParameterPlace): boolean {
    return spec.held === true || this.#frozen.has(node)
  }

  /** Ids of blocks that training leaves as they are. */
  get frozen(): ReadonlySet<string> {
    return this.#frozen
  }

  /** n rows of z, [n, D] row-major, from the base as θ has it. */
  sampleBase(theta: Float64Array, random: Random, n: number): Float64Array {
    const { id, of } = this.base
    return of.sample(random, n, (name) => {
      const place = this.place(id, name)
      return theta.subarray(place.offset, place.offset + place.size)
    })
  }

  /** Where a node's parameter lies in θ. */
  place(node: string, name: string): ParameterPlace {
    const place = this.parameters.find((other) => other.node === node && other.name === name)
    if (!place) throw new Error(`internal: node "${node}" has no parameter "${name}"`)
    return place
  }

  /** The same with other blocks, some of this one's own: their parameters follow the base's in θ. */
  withBlocks(bijectors: readonly Part<Bijector>[], base: Part<Base> = this.base): Flow {
    return new Flow(this.dims, base, bijectors, this.contextDims, this.target)
  }

  /** Binds θ, an input [P] of the program, to this flow's parameters, and what else the rows have to its blocks. */
  trace(b: Builder, theta: Node, bound: Bound = {}): TracedFlow {
    const given = bound.context?.shape[1] ?? 0
    if (given !== this.contextDims)
      throw new Error(`internal: a context of ${given} numbers for a flow that takes ${this.contextDims}`)
    return new TracedFlow(this, b, theta, bound)
  }
}
