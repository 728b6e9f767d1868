import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import type { Bijector, Mapped, Penalties, TraceContext } from './bijector'
import type { Flow, ParameterPlace, Part } from './flow'
import { noiseFor } from './noise'

/** What rows have beside themselves. */
export interface Bound {
  /** [B, C]; null where the flow takes none. */
  readonly context?: Node | null
  /** How many rows each draw has that blocks leave to chance: B. Absent where only stochastic blocks may depend on chance. */
  readonly rows?: number
  /** In a training step's trace: receives what the step makes of parameters that blocks keep themselves. */
  readonly settled?: Map<ParameterPlace, Node>
  /** Times at which continuous blocks are to say where the rows are on their way. */
  readonly stations?: readonly number[]
}

export interface Density {
  /**
   * [B], nats. With stochastic blocks it depends on chance: e to its power is log p's in the mean, so that itself lies below
   * log p in the mean.
   */
  readonly logDensity: Node
  /** [B, D]. */
  readonly z: Node
  /** Of x → z, [B]. */
  readonly logDet: Node
  /** What blocks add to the loss of a training step. */
  readonly penalties?: Penalties
}

/** Points of the model and what is known of them; densities in nats, in the flow's units. */
export interface Sampled {
  /** [B, D]. */
  readonly z: Node
  /** [B, D]. */
  readonly x: Node
  /** [B], log|det ∂x/∂z|. */
  readonly logDet: Node
  /**
   * [B], log q(x). With stochastic blocks it is of the whole path, log p(z) − ΣΔS, so that p̃(x)/q is still a weight of mean
   * ∫p̃ and E[log q − log p̃] lies above −ln ∫p̃.
   */
  readonly logDensity: Node
  /** What blocks add to the loss of a training step. */
  readonly penalties?: Penalties
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
    private readonly bound: Bound,
  ) {
    this.leaves = flow.parameters.map(({ spec, offset, size }) =>
      b.reshape(b.slice(theta, offset, offset + size, 0), spec.shape),
    )
    this.#byKey = new Map(
      flow.parameters.map((place, i) => [
        `${place.node}/${place.name}`,
        flow.isHeld(place) ? b.stopGradient(this.leaves[i]) : this.leaves[i],
      ]),
    )
  }

  /** z [B, D] → x and log|det ∂x/∂z| [B]. `layers` receives z, then each block's image and its own log|det|. */
  forward(z: Node, layers?: Mapped[]): Mapped {
    return this.through(this.flow.bijectors, 'forward', z, layers)
  }

  /** x [B, D] → z and log|det ∂z/∂x| [B]. `layers` receives x, then each block's image and its own log|det|. */
  inverse(x: Node, layers?: Mapped[]): Mapped {
    return this.through(this.flow.bijectors, 'inverse', x, layers)
  }

  /** log p(x) [B] in nats, of x [B, D] in the units the flow sees. */
  logDensity(x: Node): Density {
    const { value: z, logDet, penalties } = this.inverse(x)
    const { id, of } = this.flow.base
    const base = this.b.within(id, () => of.logDensity(this.#context(id), z))
    return { logDensity: this.b.add(base, logDet), z, logDet, ...(penalties && { penalties }) }
  }

  /**
   * Draws from the model, one for each row that the trace has chance for: z [B, D], x, log|det ∂x/∂z| and log q(x), all of
   * them functions of θ and of noise. Only for a base that has `traceSample`.
   */
  sample(): Sampled {
    const z = this.draw()
    return { ...this.push(z), z }
  }

  /** Draws of the base, z [B, D], as `sample` has them. */
  draw(): Node {
    const { id, of } = this.flow.base
    const context = this.#context(id)
    const { noise } = context
    if (!of.traceSample || !noise) throw new Error(`internal: base "${id}" cannot be drawn from in a program`)
    return this.b.within(id, () => of.traceSample!(context, noise))
  }

  /** [B, D] through a few blocks that stand side by side, given from z to x. `layers` as for `forward` and `inverse`. */
  through(parts: readonly Part<Bijector>[], direction: 'forward' | 'inverse', start: Node, layers?: Mapped[]): Mapped {
    return direction === 'forward'
      ? this.#through(parts, start, (part, context, value) => part.forwardAndLogDet(context, value), layers)
      : this.#through(
          [...parts].reverse(),
          start,
          (part, context, value) => part.inverseAndLogDet(context, value),
          layers,
        )
  }

  /** dy/dt [B, D] of a block that has a velocity, at y [B, D] and its own times t [B, 1]. */
  velocity({ id, of }: Part<Required<Pick<Bijector, 'velocity'>>>, y: Node, t: Node): Node {
    return this.b.within(id, () => of.velocity(this.#context(id), y, t))
  }

  /** What the rows are given, [B, C]; null for a flow without context. */
  get context(): Node | null {
    return this.bound.context ?? null
  }

  /** z [B, D] → x, log|det ∂x/∂z| and the model's density of x found on the way: log q(x) = log p(z) − log|det|. */
  push(z: Node): Omit<Sampled, 'z'> {
    const { id, of } = this.flow.base
    const { value: x, logDet, penalties } = this.forward(z)
    const base = this.b.within(id, () => of.logDensity(this.#context(id), z))
    return { x, logDet, logDensity: this.b.sub(base, logDet), ...(penalties && { penalties }) }
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
    let penalties: Penalties | undefined
    let evaluations: Node | undefined
    layers?.push({ value, logDet })
    for (const part of parts) {
      const { id, of } = part
      b.within(id, () => {
        const context = this.#context(id)
        const mapped = step(of, of.stochastic ? this.#stochastic(context, part, start.shape[0]) : context, value)
        value = mapped.value
        logDet = b.add(logDet, mapped.logDet)
        if (mapped.evaluations) evaluations = evaluations ? b.add(evaluations, mapped.evaluations) : mapped.evaluations
        if (mapped.penalties) penalties = addPenalties(b, penalties ?? {}, mapped.penalties)
        layers?.push(mapped)
      })
    }
    return { value, logDet, ...(evaluations && { evaluations }), ...(penalties && { penalties }) }
  }

  /** A context with chance for so many rows, whatever else depends on it, and a density to walk on. */
  #stochastic(context: TraceContext, { id, lambda: own = 1 }: Part<Bijector>, rows: number): TraceContext {
    const { b, flow } = this
    const { target, base } = flow
    return {
      ...context,
      noise: noiseFor(b, id, rows),
      intermediate: (x, lambda = own) => {
        if (!target) throw new Error(`internal: stochastic block "${id}" has no target to walk towards`)
        const start = () => b.mul(base.of.logDensity(this.#context(base.id), x), 1 - lambda)
        const end = () => b.mul(target(b, x), lambda)
        return lambda === 0 ? start() : lambda === 1 ? end() : b.add(start(), end())
      },
    }
  }

  #context(id: string): TraceContext {
    const { context = null, rows, settled, stations } = this.bound
    return {
      b: this.b,
      context,
      ...(stations && { stations }),
      ...(settled &&
        !this.flow.frozen.has(id) && {
          settle: (name, value) => settled.set(this.flow.place(id, name), this.b.stopGradient(value)),
        }),
      parameter: (name) => {
        const node = this.#byKey.get(`${id}/${name}`)
        if (!node) throw new Error(`internal: block "${id}" has no parameter "${name}"`)
        return node
      },
      ...(rows !== undefined && { noise: noiseFor(this.b, id, rows) }),
    }
  }
}

/** Those of one name are summed over the blocks. */
function addPenalties(b: Builder, before: Penalties, more: Penalties): Penalties {
  const summed = Object.entries(more).map(([name, each]) => [name, name in before ? b.add(before[name], each) : each])
  return { ...before, ...(Object.fromEntries(summed) as Penalties) }
}
