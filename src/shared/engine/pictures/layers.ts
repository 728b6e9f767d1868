import { Random } from '../../math/random'
import type { Direction } from '../../learn/inspection/programs'
import { dataRows, drawsGiven, rowsHeld } from './context'
import type { PictureKind, Subject, ViewOf } from './picture'

/** Points after every block, in the order from z to x whichever way they were carried. */
export const layers: PictureKind<ViewOf<'layers'>> = {
  ladder: null,
  fits({ points }, { flow, opened }) {
    if (points.from === 'given') return points.rows.length % flow.dims === 0
    const there = points.from === 'base' ? points.count : opened.data.preview.length / flow.dims
    return (points.rows ?? []).every((row) => row < there)
  },

  begin({ id, points, given }, subject, theta) {
    const { flow, inspector, units } = subject
    const { dims, width } = flow
    const blocks = flow.bijectors.length
    const { direction, rows } = start(points, given, subject, theta)
    const count = rows.length / width
    const positions = new Float32Array((blocks + 1) * count * dims)
    const logDet = new Float32Array((blocks + 1) * count)

    async function compute(chunk: Float64Array, at: number) {
      const path = await inspector.path(theta, chunk, direction)
      const forward = direction === 'forward'
      const total = new Float64Array(chunk.length / width)
      for (let layer = 0; layer <= blocks; layer++) {
        const met = path.layers[forward ? layer : blocks - layer]
        positions.set(units.toNatural(met), (layer * count + at) * dims)
        if (layer > 0) {
          // the block between this layer and the last; its inverse has the opposite log-determinant
          const own = path.logDets[forward ? layer - 1 : blocks - layer]
          for (let i = 0; i < total.length; i++) total[i] += forward ? own[i] : -own[i]
        }
        logDet.set(total, layer * count + at)
      }
    }
    return {
      stages: [{ rows, compute }],
      frame: (step) => ({ kind: 'layers', view: id, step, dims, count, positions, logDet }),
    }
  },
}

/** Where the points start, with what they are given, in the flow's units, and which way they go. */
function start(
  points: ViewOf<'layers'>['points'],
  given: readonly number[] | undefined,
  subject: Subject,
  theta: Float64Array,
): { readonly direction: Direction; readonly rows: Float64Array } {
  const { flow, opened } = subject
  switch (points.from) {
    case 'base': {
      const draws = flow.sampleBase(theta, new Random(points.seed), points.count)
      const rows = drawsGiven(subject, draws, given)
      return { direction: 'forward', rows: points.rows === undefined ? rows : chosen(rows, flow.width, points.rows) }
    }
    case 'data': {
      const { preview, context } = opened.data
      const taken = (rows: Float32Array, width: number): Float32Array =>
        points.rows ? Float32Array.from(chosen(rows, width, points.rows)) : evenly(rows, width, points.count)
      const contexts = context ? taken(context.preview, subject.context?.columns.length ?? 0) : new Float32Array(0)
      return { direction: 'inverse', rows: dataRows(subject, taken(preview, flow.dims), contexts) }
    }
    case 'given':
      return { direction: points.direction, rows: rowsHeld(subject, points.rows, given) }
    default:
      return points satisfies never
  }
}

function chosen(draws: Float32Array | Float64Array, width: number, rows: readonly number[]): Float64Array {
  const picked = new Float64Array(rows.length * width)
  rows.forEach((row, i) => {
    picked.set(draws.subarray(row * width, (row + 1) * width), i * width)
  })
  return picked
}

/** At most `count` of the rows, row i of them being row ⌊i·n/count⌋ of all n. */
function evenly(rows: Float32Array, dims: number, count: number): Float32Array {
  const all = dims === 0 ? 0 : rows.length / dims
  const taken = Math.min(count, all)
  return Float32Array.from({ length: taken * dims }, (_, i) => {
    const row = Math.floor((Math.floor(i / dims) * all) / taken)
    return rows[row * dims + (i % dims)]
  })
}
