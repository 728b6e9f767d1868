import type { Random } from '../math/random'
import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import { sizeOf } from '../tensor/ir/shape'
import type { Base, Bijector, Mapped, ParameterSpec, TraceContext } from './bijector'

/** A node of the graph with its mathematics. */
export interface Part<T> {
  readonly id: string
  readonly of: T
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
 * files handle one array, and each block sees its own pieces of it.
 */
export class Flow {
  readonly parameters: readonly ParameterPlace[]
  /** Length of θ. */
  readonly size: number

  constructor(
    readonly dims: number,
    readonly base: Part<Base>,
    /** In order from z to x. */
    readonly bijectors: readonly Part<Bijector>[],
  ) {
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

  /** θ at the start: each parameter drawn from a generator of its own, so that inserting a block leaves the others' draws as they were. */
  initialParameters(random: Random): Float64Array {
    const theta = new Float64Array(this.size)
    for (const { node, name, spec, offset } of this.parameters)
      theta.set(spec.init(random.fork(`${node}/${name}`)), offset)
    return theta
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

  /**
   * Binds θ, an input [P] of the program, to this flow's parameters. The trace of a training step gives `settled`, which
   * receives what the step makes of parameters that blocks keep themselves.
   */
  trace(b: Builder, theta: Node, settled?: Map<ParameterPlace, Node>): TracedFlow {
    return new TracedFlow(this, b, theta, settled)
  }
}

/** A flow inside a program under construction. */
export class TracedFlow {
  /** One node per entry of `flow.parameters`: what to differentiate by. */
  readonly leaves: readonly Node[]
  readonly #byKey: ReadonlyMap<string, Node>

  constructor(
    readonly flow: Flow,
    readonly b: Builder,
    theta: Node,
    private readonly settled?: Map<ParameterPlace, Node>,
  ) {
    this.leaves = flow.parameters.map(({ spec, offset, size }) =>
      b.reshape(b.slice(theta, offset, offset + size, 0), spec.shape),
    )
    this.#byKey = new Map(
      flow.parameters.map(({ node, name, spec }, i) => [
        `${node}/${name}`,
        spec.held ? b.stopGradient(this.leaves[i]) : this.leaves[i],
      ]),
    )
  }

  /** z [B, D] → x and log|det ∂x/∂z| [B]. `layers` receives z, then each block's image and its own log|det|. */
  forward(z: Node, layers?: Mapped[]): Mapped {
    return this.#through(
      this.flow.bijectors,
      z,
      (part, context, value) => part.forwardAndLogDet(context, value),
      layers,
    )
  }

  /** x [B, D] → z and log|det ∂z/∂x| [B]. `layers` receives x, then each block's image and its own log|det|. */
  inverse(x: Node, layers?: Mapped[]): Mapped {
    return this.#through(
      [...this.flow.bijectors].reverse(),
      x,
      (part, context, value) => part.inverseAndLogDet(context, value),
      layers,
    )
  }

  /** log p(x) [B] in nats, of x [B, D] in the units the flow sees. */
  logDensity(x: Node): { readonly logDensity: Node; readonly z: Node; readonly logDet: Node } {
    const { value: z, logDet } = this.inverse(x)
    const { id, of } = this.flow.base
    const base = this.b.within(id, () => of.logDensity(this.#context(id), z))
    return { logDensity: this.b.add(base, logDet), z, logDet }
  }

  #through(
    parts: readonly Part<Bijector>[],
    start: Node,
    step: (part: Bijector, context: TraceContext, value: Node) => Mapped,
    layers?: Mapped[],
  ): Mapped {
    const { b } = this
    let value = start
    let logDet = b.fill(0, [start.shape[0]])
    layers?.push({ value, logDet })
    for (const { id, of } of parts) {
      b.within(id, () => {
        const mapped = step(of, this.#context(id), value)
        value = mapped.value
        logDet = b.add(logDet, mapped.logDet)
        layers?.push(mapped)
      })
    }
    return { value, logDet }
  }

  #context(id: string): TraceContext {
    const { settled } = this
    return {
      b: this.b,
      ...(settled && { settle: (name, value) => settled.set(this.flow.place(id, name), this.b.stopGradient(value)) }),
      parameter: (name) => {
        const node = this.#byKey.get(`${id}/${name}`)
        if (!node) throw new Error(`internal: block "${id}" has no parameter "${name}"`)
        return node
      },
    }
  }
}
