import { isOverRows } from '../../tensor/autodiff/loop'
import { withPullback } from '../../tensor/autodiff/pullback'
import { vjp } from '../../tensor/autodiff/vjp'
import type { Builder } from '../../tensor/ir/builder'
import { closure, type Closure } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'
import type { Integrals, OdeField, OdeOptions, OdeSolution } from './ode'

/** A method with its steps or tolerance chosen. */
export type OdeSolver = (b: Builder, field: OdeField, state: Node, options?: OdeOptions) => OdeSolution

/**
 * A solution whose derivative in reverse is another solution, from its end back to its start, in place of that of its steps
 * (the adjoint method: Chen et al. 2018, arXiv:1806.07366, algorithm 1): nothing of the way is kept. `field` gives ds/dt
 * [B, S] at times [B, 1] from the first D numbers of the state alone, [B, D]; the others are integrals along the way, such as
 * log|det|. In other uses, forward mode among them, it is the solution that the solver finds.
 */
export function adjointSolution(
  b: Builder,
  solve: OdeSolver,
  field: OdeField,
  state: Node,
  dims: number,
  times: readonly number[] = [],
): OdeSolution {
  const place = (of: Node) => b.slice(of, 0, dims)
  const slopes = closure(b, [b.fill(0, [state.shape[0], 1]), place(state)], ([t, y]) => field(t, y))
  const solution = solve(b, (t, s) => slopes.call(b, [t, place(s)], slopes.givens), state, { times })
  const end = withPullback(b, solution.state, [state, ...slopes.givens], (b, cotangent, end, [, ...givens]) =>
    backwards(b, solve, { ...slopes, givens }, end, cotangent, dims),
  )
  return { ...solution, state: end }
}

/**
 * The cotangents of a solution's start and of what its field is given, from that of its end. With y the part of the state
 * that moves and ā the cotangents of its integrals, which stay as they are, back from t = 1:
 * dy/dt = f, da/dt = −aᵀ ∂f/∂y − āᵀ ∂g/∂y, and θ̄ = ∫₀¹ aᵀ ∂f/∂θ + āᵀ ∂g/∂θ dt, g being the slopes of the integrals.
 *
 * The steps keep the tolerance for y and a; θ̄ has no say in them, as an error in it does not come back (Kidger et al. 2021,
 * arXiv:2009.09457). Where y and a hardly move, as at the start of a training, steps are long and θ̄ is right to some
 * hundredths only, as it is through the steps. Each row's cotangents are divided by the largest of them on the way, so that
 * the tolerance means the same for a mean over many rows, whose cotangents are small, as for one row.
 */
function backwards(
  b: Builder,
  solve: OdeSolver,
  slopes: Closure,
  end: Node,
  cotangent: Node,
  dims: number,
): readonly Node[] {
  const [rows, width] = end.shape
  const most = b.reshape(b.maxReduce(b.abs(cotangent), [-1]), [rows, 1])
  const scale = b.stopGradient(b.max(most, SMALLEST))
  const scaled = b.div(cotangent, scale)
  const ofIntegrals = b.slice(scaled, dims, width)
  const halves = (state: Node) => ({ y: b.slice(state, 0, dims), a: b.slice(state, dims, 2 * dims) })
  const at = (t: Node, y: Node, givens: readonly Node[]) => slopes.call(b, [b.sub(1, t), y], givens)

  const back: OdeField = (t, state) => {
    const { y, a } = halves(state)
    const slope = at(t, y, slopes.givens)
    const [pulled] = vjp(b, [slope], [b.concat([a, ofIntegrals], -1)], [y])
    return b.concat([b.neg(b.slice(slope, 0, dims)), pulled], -1)
  }
  const own = slopes.givens.map(isOverRows)
  const pick = <T>(of: readonly T[], rows: boolean) => of.filter((_, i) => own[i] === rows)
  const integrals: Integrals = {
    givens: slopes.givens,
    rows: pick(slopes.givens, true).map(({ shape }) => shape),
    add: (stages, givens) => {
      const images = stages.map(({ t, state }) => at(t, halves(state).y, givens))
      const weights = stages.map(({ state, weight }) =>
        b.mul(b.concat([halves(state).a, ofIntegrals], -1), b.mul(weight, scale)),
      )
      const pulled = vjp(b, images, weights, givens)
      return { rows: pick(pulled, true), totals: pick(pulled, false) }
    },
  }
  const start = b.concat([b.slice(end, 0, dims), b.slice(scaled, 0, dims)], -1)
  const solution = solve(b, back, start, { integrals })
  const ofState = b.mul(b.concat([halves(solution.state).a, ofIntegrals], -1), scale)
  const [ofRows, ofAll] = [[...solution.integrals.rows], [...solution.integrals.totals]]
  return [ofState, ...own.map((isOwn) => (isOwn ? ofRows : ofAll).shift()!)]
}

/** Keeps the scale of cotangents that are all 0 from 0. */
const SMALLEST = 1e-30
