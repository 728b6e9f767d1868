import type { Builder } from '../../tensor/ir/builder'
import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'
import type { Shape } from '../../tensor/ir/shape'
import { Stations } from './stations'

/** ds/dt at time t [B, 1] and state s [B, S], as [B, S]. */
export type OdeField = (t: Node, state: Node) => Node

/** The state at t = 1, [B, S], and how often the field was evaluated for each row, [B]. */
export interface OdeSolution {
  readonly state: Node
  readonly evaluations: Node
  /** The state at each time that was asked for, [B, S]. */
  readonly stations: readonly Node[]
  /** What `OdeOptions.integrals` came to. */
  readonly integrals: { readonly rows: readonly Node[]; readonly totals: readonly Node[] }
}

export interface OdeOptions {
  /** Those within (0, 1) at which the state on the way is wanted too. */
  readonly times?: readonly number[]
  readonly integrals?: Integrals
}

/** A place where a step evaluates the field: time [B, 1], state [B, S], and its weight [B, 1] in an integral, h wᵢ. */
export interface Stage {
  readonly t: Node
  readonly state: Node
  /** 0 where the step is not taken. */
  readonly weight: Node
}

/** Integrals along the solution, by the rule of its own stages; they have no say in its steps. */
export interface Integrals {
  /** Handed to `add` as leaves, which it may differentiate by. */
  readonly givens: readonly Node[]
  /** Shapes [B, …] of those that each row has for itself. */
  readonly rows: readonly Shape[]
  /** What a step adds: to those, and to sums over the rows. */
  add(stages: readonly Stage[], givens: readonly Node[]): { rows: readonly Node[]; totals: readonly Node[] }
}

const noIntegrals: Integrals = { givens: [], rows: [], add: () => ({ rows: [], totals: [] }) }

/**
 * s(1) from s(0) = `state` [B, S] by so many equal steps of the classical Runge–Kutta method, of order 4. Its gradient is
 * that of the steps, exactly.
 */
export function rungeKutta4(
  b: Builder,
  field: OdeField,
  state: Node,
  steps: number,
  { times = [], integrals = noIntegrals }: OdeOptions = {},
): OdeSolution {
  const [rows] = state.shape
  const h = 1 / steps
  const stations = new Stations(b, times)
  const sums = integrals.rows.map((shape) => b.fill(0, shape))
  const start = [state, b.fill(0, [rows, 1]), ...sums, ...stations.begin(state)]
  const { givens } = integrals
  const { carries, totals } = loop(b, { length: steps }, { carries: start, givens }, (turn) => {
    const [s, t, ...rest] = turn.carries
    const [own, passed] = [rest.slice(0, sums.length), rest.slice(sums.length)]
    const [half, after] = [b.add(t, h / 2), b.add(t, h)]
    const k1 = field(t, s)
    const second = b.add(s, b.mul(k1, h / 2))
    const k2 = field(half, second)
    const third = b.add(s, b.mul(k2, h / 2))
    const k3 = field(half, third)
    const fourth = b.add(s, b.mul(k3, h))
    const k4 = field(after, fourth)
    const slope = b.add(b.add(k1, k4), b.mul(b.add(k2, k3), 2))
    const next = b.add(s, b.mul(slope, h / 6))

    const stage = (t: Node, state: Node, share: number) => ({ t, state, weight: b.fill(h * share, [rows, 1]) })
    const stages = [stage(t, s, 1 / 6), stage(half, second, 1 / 3), stage(half, third, 1 / 3), stage(after, fourth, 1 / 6)] // prettier-ignore
    const added = integrals.add(stages, turn.givens)
    const summed = own.map((sum, i) => b.add(sum, added.rows[i]))
    const step = () => ({ t, h: b.fill(h, [rows, 1]), start: s, end: next, slopes: [k1, field(after, next)] }) as const
    const along = stations.count === 0 ? [] : stations.pass(passed, step())
    return { carries: [next, after, ...summed, ...along], totals: added.totals }
  })
  return {
    state: carries[0],
    evaluations: b.fill(4 * steps, [rows]),
    stations: stations.end(carries.slice(2 + sums.length)),
    integrals: { rows: carries.slice(2, 2 + sums.length), totals },
  }
}

/** Nodes, weights of the stages, and the error's: RK5(4)7M of Dormand & Prince (1980), J. Comput. Appl. Math. 6. */
const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1]
const stages = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
]
const fifthOrder = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84]
/** Weights of the fifth coefficient of the continuous extension, of order 4: Hairer, Nørsett & Wanner (1993), code DOPRI5. */
const bendWeights = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
]
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]

/** Steps that a solution may be cut into: no step is shorter, whatever its error. */
export const MOST_STEPS = 100
/** Steps tried, those among them that were too long and were taken again. */
const MOST_TURNS = 2 * MOST_STEPS
const FIRST_STEP = 0.1
/** How much of the longest step that keeps the tolerance is taken, and by how much a step may differ from the one before. */
const [SAFETY, SHRINK, GROW] = [0.9, 0.2, 10]

/**
 * s(1) from s(0) = `state` [B, S] by the adaptive method of Dormand & Prince of order 5(4). Each row has steps of its own,
 * such that the root mean square of the errors of a step over `tolerance` · (1 + |s|) is at most 1; but none is shorter than
 * 1/`MOST_STEPS`, so that a solution always ends. Its gradient is that of the steps taken, exactly: the choice of their
 * lengths has none.
 */
export function dormandPrince(
  b: Builder,
  field: OdeField,
  state: Node,
  tolerance: number,
  { times = [], integrals = noIntegrals }: OdeOptions = {},
): OdeSolution {
  const [rows] = state.shape
  const column = (value: number) => b.fill(value, [rows, 1])
  const combine = (slopes: readonly Node[], weights: readonly number[]) =>
    slopes.flatMap((k, i) => (weights[i] === 0 ? [] : [b.mul(k, weights[i])])).reduce((sum, term) => b.add(sum, term))

  const stations = new Stations(b, times)
  const solver = [state, field(column(0), state), column(0), column(FIRST_STEP), column(1)]
  const sums = integrals.rows.map((shape) => b.fill(0, shape))
  const { carries, totals } = loop(
    b,
    { length: MOST_TURNS },
    { carries: [...solver, ...sums, ...stations.begin(state)], givens: integrals.givens },
    ({ carries: [s, k1, t, step, count, ...rest], givens }) => {
      const [own, passed] = [rest.slice(0, sums.length), rest.slice(sums.length)]
      const left = b.sub(1, t)
      const isLast = b.lessEqual(left, step)
      const h = b.select(isLast, left, step)
      const slopes = [k1]
      const places = [{ t, state: s }]
      for (let i = 1; i < stages.length; i++) {
        const place = { t: b.add(t, b.mul(h, nodes[i])), state: b.add(s, b.mul(combine(slopes, stages[i]), h)) }
        slopes.push(field(place.t, place.state))
        places.push(place)
      }
      const next = b.add(s, b.mul(combine(slopes, fifthOrder), h))
      const last = field(b.add(t, h), next)

      const error = b.stopGradient(b.mul(combine([...slopes, last], errorWeights), h))
      const size = b.mul(b.add(b.max(b.abs(b.stopGradient(s)), b.abs(b.stopGradient(next))), 1), tolerance)
      const ratio = b.sqrt(b.reshape(b.mean(b.square(b.div(error, size)), [-1]), [rows, 1]))
      const idle = b.lessEqual(1, t)
      const good = b.or(b.lessEqual(ratio, 1), b.lessEqual(h, 1 / MOST_STEPS))
      const goesOn = b.and(good, b.not(idle))
      const factor = b.mul(b.exp(b.mul(b.log(b.max(ratio, 1e-12)), -0.2)), SAFETY)
      const bend = stations.count === 0 ? undefined : b.mul(combine([...slopes, last], bendWeights), h)
      const along = stations.pass(passed, { t, h, start: s, end: next, slopes: [k1, last], bend })
      const taken = b.select(goesOn, h, 0)
      const weighed = places.flatMap((place, i) => fifthOrder[i] === 0 ? [] : [{ ...place, weight: b.mul(taken, fifthOrder[i]) }]) // prettier-ignore
      const added = integrals.add(weighed, givens)
      const proposed = b.mul(h, b.min(b.max(factor, SHRINK), b.select(good, b.scalar(GROW), b.scalar(1))))
      return {
        carries: [
          b.select(goesOn, next, s),
          b.select(goesOn, last, k1),
          b.select(goesOn, b.select(isLast, 1, b.add(t, h)), t),
          b.select(idle, step, b.max(proposed, 1 / MOST_STEPS)),
          b.add(count, b.select(idle, 0, stages.length)),
          ...own.map((sum, i) => b.add(sum, added.rows[i])),
          ...along.map((places, i) =>
            b.select(b.broadcast(b.reshape(goesOn, [rows, 1, 1]), places.shape), places, passed[i]),
          ),
        ],
        totals: added.totals,
        idle: b.reshape(idle, [rows]),
      }
    },
  )
  return {
    state: carries[0],
    evaluations: b.reshape(carries[4], [rows]),
    stations: stations.end(carries.slice(solver.length + sums.length)),
    integrals: { rows: carries.slice(solver.length, solver.length + sums.length), totals },
  }
}
