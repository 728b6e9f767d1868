import type { Flow } from '../../flow/flow'
import type { Path } from '../../learn/inspection/inspector'
import type { Direction } from '../../learn/inspection/programs'
import { middles, nodes, product } from './grids'
import { chain } from './matrices'
import type { PictureKind, Stage, Subject, ViewOf } from './picture'
import { planeLadder } from './rates'

/** log|det| of blocks over the place where their direction starts, and their Jacobians on a coarser lattice. */
export const field: PictureKind<ViewOf<'field'>> = {
  ladder: planeLadder,
  fits: ({ node }, { flow }) => flow.dims === 2 && (node === null || flow.bijectors.some(({ id }) => id === node)),

  begin(view, subject, theta, resolution) {
    const { id, bounds, direction, glyphs } = view
    const [x0, x1, y0, y1] = bounds
    const span = spanOf(view, subject.flow)
    const logDet = new Float32Array(resolution * resolution)
    const jacobians = new Float32Array(glyphs * glyphs * 4)
    const failures = new Map<string, number>()
    const grid = product([nodes(x0, x1, resolution), nodes(y0, y1, resolution)])
    const lattice = product([middles(x0, x1, glyphs), middles(y0, y1, glyphs)])
    return {
      stages: [
        determinants(subject, theta, direction, grid, span, logDet, failures),
        jacobiansOf(subject, theta, direction, lattice, span, jacobians),
      ],
      frame: (step) => ({
        kind: 'field',
        view: id,
        step,
        direction,
        bounds,
        resolution,
        logDet,
        glyphs,
        jacobians,
        nonFinite: span.met.flatMap((node) => {
          const count = failures.get(node)
          return count === undefined ? [] : [{ node, count }]
        }),
      }),
    }
  },
}

/** Blocks `from` … `to` − 1 of those met, in the direction's order, and the names of all met so far. */
interface Span {
  readonly from: number
  readonly to: number
  readonly met: readonly string[]
}

function spanOf({ direction, node, cumulative }: ViewOf<'field'>, { bijectors }: Flow): Span {
  const ids = bijectors.map(({ id }) => id)
  const order = direction === 'forward' ? ids : ids.reverse()
  if (node === null) return { from: 0, to: order.length, met: order }
  const at = order.indexOf(node)
  return { from: cumulative ? 0 : at, to: at + 1, met: order.slice(0, at + 1) }
}

function determinants(
  { inspector, units }: Subject,
  theta: Float64Array,
  direction: Direction,
  grid: Float64Array,
  { from, to, met }: Span,
  out: Float32Array,
  failures: Map<string, number>,
): Stage {
  return {
    rows: units.toFlow(grid),
    async compute(chunk, at) {
      const path = await inspector.path(theta, chunk, direction)
      for (let row = 0; row < chunk.length / 2; row++) {
        let total = 0
        for (let block = from; block < to; block++) total += path.logDets[block][row]
        out[at + row] = total
        const failed = met.find((_, block) => !isNumber(path, block, row))
        if (failed !== undefined) failures.set(failed, (failures.get(failed) ?? 0) + 1)
      }
    },
  }
}

/** Whether a block's image of a row of the plane, and its log-determinant there, are finite. */
function isNumber({ layers, logDets }: Path, block: number, row: number): boolean {
  const image = layers[block + 1]
  return Number.isFinite(image[2 * row] + image[2 * row + 1] + logDets[block][row])
}

function jacobiansOf(
  { inspector, units }: Subject,
  theta: Float64Array,
  direction: Direction,
  lattice: Float64Array,
  { from, to }: Span,
  out: Float32Array,
): Stage {
  return {
    rows: units.toFlow(lattice),
    async compute(chunk, at) {
      const blocks = await inspector.jacobians(theta, chunk, direction)
      out.set(chain(blocks.slice(from, to), chunk.length / 2), at * 4)
    },
  }
}
