import type { Flow } from '../../flow/flow'
import type { Direction, Span } from '../../learn/inspection/programs'
import { rowsHeld, startOf } from './context'
import { FieldEye } from './eyes'
import { middles, placesOf, product } from './grids'
import { gridOf } from './nodeGrid'
import type { PictureKind, Stage, Subject, ViewOf } from './picture'
import { planeLadder } from './rates'
import { leastRows } from './sparseGrid'

/** log|det| of blocks over the place where their direction starts, and their Jacobians on a coarser lattice. */
export const field: PictureKind<ViewOf<'field'>> = {
  ladder: { ...planeLadder, sparse: { from: 96, least: leastRows, share: 1 / 5 } },
  fits: ({ node }, { flow: { dims, bijectors, stochastic } }) =>
    dims === 2 && stochastic.length === 0 && (node === null || bijectors.some(({ id }) => id === node)),

  begin(view, subject, theta, resolution, budget) {
    const { id, bounds, direction, glyphs, given } = view
    const side = startOf(direction)
    const { met, ...span } = shownOf(view, subject.flow)
    const jacobians = new Float32Array(glyphs * glyphs * 4)
    const failures = new Uint32Array(subject.flow.bijectors.length + 1)
    const [x0, x1, y0, y1] = bounds
    const lattice = product([middles(x0, x1, glyphs), middles(y0, y1, glyphs)])
    const of = (places: Float64Array, out: Float32Array): Stage =>
      determinants(subject, theta, direction, rowsHeld(subject, places, given, side), span, out, failures)
    const grid = gridOf(resolution, new FieldEye(), budget, subject.inspector.rowStep)
    function* stages(): Generator<Stage> {
      for (const { nodes, values } of grid.rounds()) yield of(placesOf(nodes, bounds, resolution), values)
      yield jacobiansOf(subject, theta, direction, rowsHeld(subject, lattice, given, side), span, jacobians)
    }
    return {
      stages: stages(),
      frame: (step) => ({
        kind: 'field',
        view: id,
        step,
        direction,
        bounds,
        resolution,
        computed: grid.computed,
        logDet: grid.values(),
        glyphs,
        jacobians,
        nonFinite: met.flatMap((node, block) => (failures[block] > 0 ? [{ node, count: failures[block] }] : [])),
      }),
    }
  },
}

/** The blocks shown, and the names of all met up to the last of them. */
interface Shown extends Span {
  readonly met: readonly string[]
}

function shownOf({ direction, node, cumulative }: ViewOf<'field'>, { bijectors }: Flow): Shown {
  const ids = bijectors.map(({ id }) => id)
  const order = direction === 'forward' ? ids : ids.reverse()
  if (node === null) return { from: 0, to: order.length, met: order }
  const at = order.indexOf(node)
  return { from: cumulative ? 0 : at, to: at + 1, met: order.slice(0, at + 1) }
}

/** log|det| of the span into `out`. `failures` [K + 1] counts places by how many blocks are met before the first failure. */
function determinants(
  { inspector, flow }: Subject,
  theta: Float64Array,
  direction: Direction,
  rows: Float64Array,
  span: Span,
  out: Float32Array,
  failures: Uint32Array,
): Stage {
  return {
    rows,
    async compute(chunk, at) {
      const { logDet, sound } = await inspector.determinant(theta, chunk, direction, span)
      logDet.forEach((value, i) => {
        // no block is to blame where preprocessing has no value to give it
        const absent = Number.isNaN(chunk[i * flow.width])
        out[at + i] = absent ? NaN : value
        if (!absent) failures[sound[i]]++
      })
    },
  }
}

function jacobiansOf(
  { inspector, flow }: Subject,
  theta: Float64Array,
  direction: Direction,
  rows: Float64Array,
  span: Span,
  out: Float32Array,
): Stage {
  return {
    rows,
    async compute(chunk, at) {
      const jacobians = await inspector.jacobian(theta, chunk, direction, span)
      out.set(
        jacobians.map((entry, k) => (Number.isNaN(chunk[(k >> 2) * flow.width]) ? NaN : entry)),
        at * 4,
      )
    },
  }
}
