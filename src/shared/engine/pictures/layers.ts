import { Random } from '../../math/random'
import type { FullPath } from '../../learn/inspection/inspector'
import { continuousBlocks, STATIONS, type Direction } from '../../learn/inspection/programs'
import type { Flow } from '../../flow/flow'
import { dataRows, drawsGiven, rowsHeld, startOf } from './context'
import type { PictureKind, Subject, ViewOf } from './picture'

/**
 * Points after every block and on the paths of continuous ones, in the order from z to x whichever way they were carried. The
 * last are in natural units, so that the last block's step undoes what preprocessing bends too.
 */
export const layers: PictureKind<ViewOf<'layers'>> = {
  ladder: null,
  fits({ points }, { flow, opened }) {
    if (points.from === 'given') return points.rows.length % flow.dims === 0
    const there = points.from === 'base' ? points.count : opened.data.preview.length / flow.dims
    return (points.rows ?? []).every((row) => row < there)
  },

  begin({ id, points, given, between = false }, subject, theta) {
    const { flow, inspector, units } = subject
    const { dims, width } = flow
    const { direction, rows } = start(points, given, subject, theta)
    const count = rows.length / width
    const t = between ? withStations(flow) : Float32Array.from({ length: flow.bijectors.length + 1 }, (_, k) => k)
    const positions = new Float32Array(t.length * count * dims)
    const logDet = new Float32Array(t.length * count)

    async function compute(chunk: Float64Array, at: number) {
      const path = between
        ? await inspector.fullPath(theta, chunk, direction)
        : { ...(await inspector.path(theta, chunk, direction)), between: [] }
      for (const place of placesOf(path, flow.bijectors.length, direction)) {
        const i = t.indexOf(place.t)
        const shown = place.t === flow.bijectors.length ? units.toNatural(place.rows) : units.fromFrame(place.rows)
        positions.set(shown, (i * count + at) * dims)
        logDet.set(place.logDet, i * count + at)
      }
    }
    return {
      stages: [{ rows, compute }],
      frame: (step) => ({ kind: 'layers', view: id, step, dims, count, t, positions, logDet }),
    }
  },
}

/** The layers and, between them, the stations of continuous blocks: their t, ascending. */
function withStations(flow: Flow): Float32Array {
  const layers = Array.from({ length: flow.bijectors.length + 1 }, (_, k) => k)
  const between = continuousBlocks(flow, 'forward').flatMap((block) => STATIONS.map((time) => block - 1 + time))
  return Float32Array.from([...layers, ...between]).sort()
}

interface Place {
  readonly t: number
  /** [n, D]. */
  readonly rows: Float64Array
  /** [n], from z up to here. */
  readonly logDet: Float64Array
}

/** Where a path of K blocks leads, in the terms of z → x whichever way it was taken. */
function placesOf(path: FullPath, K: number, direction: Direction): readonly Place[] {
  const forward = direction === 'forward'
  const { layers, logDets, between } = path
  let total = new Float64Array(path.logDet.length)
  const places: Place[] = []
  for (let layer = 0; layer <= K; layer++) {
    if (layer > 0) {
      // the block between this layer and the last; its inverse has the opposite log-determinant
      const own = logDets[forward ? layer - 1 : K - layer]
      const before = total
      total = before.map((sum, i) => sum + (forward ? own[i] : -own[i]))
      const [from, met] = forward ? [before, layer] : [total, K - layer + 1]
      for (const { block, time, places: rows, logDet } of between) {
        if (block !== met) continue
        const t = forward ? layer - 1 + time : layer - time
        places.push({ t, rows, logDet: from.map((sum, i) => sum + logDet[i]) })
      }
    }
    places.push({ t: layer, rows: layers[forward ? layer : K - layer], logDet: total })
  }
  return places
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
      return { direction: points.direction, rows: rowsHeld(subject, points.rows, given, startOf(points.direction)) }
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
