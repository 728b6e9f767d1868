import { oklchToRgb, positionOklch } from '../../ui/colour'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { Net } from '../layers/net'
import { positionsAt, type LayerPaths } from '../layers/paths'
import { traceSegments } from '../layers/trace'
import type { LayerInks } from '../picture/layersPicture'
import { placing } from './heat'
import { inkOf, type Mark } from './marks'
import { PathData, pointsPath } from './pathData'

/** What a picture of the layers in the plane shows at t. */
export interface LayersFigure {
  readonly size: Size
  readonly bounds: Bounds
  readonly t: number
  readonly particles: LayerPaths | null
  readonly netPaths: LayerPaths | null
  readonly net: Net | null
  readonly data: Float32Array
  readonly inks: LayerInks
}

/** Lattice, particles, data and contours, in the order and the colours of the screen. */
export function layersMarks({ size, bounds, t, particles, netPaths, net, data, inks }: LayersFigure): readonly Mark[] {
  const at = placing(bounds, size)
  const colour = ({ blocks }: LayerPaths): readonly [number, number, number] => oklchToRgb(positionOklch(t, blocks))
  const places = netPaths === null ? null : positionsAt(netPaths, t)
  const lines = (pairs: Uint32Array): string => {
    const path = new PathData()
    traceSegments({ moveTo: (x, y) => { path.moveTo(...at(x, y)) }, lineTo: (x, y) => { path.lineTo(...at(x, y)) } }, places!, pairs) // prettier-ignore
    return path.toString()
  }
  const marks: Mark[] = []
  if (netPaths !== null && net !== null) {
    const d = lines(net.segments.subarray(0, net.contours))
    marks.push({ kind: 'path', d, stroke: { ink: inkOf(colour(netPaths), 0.5), width: 1 }, name: 'lattice' })
  }
  const halo = inkOf(inks.halo, 0.45)
  if (particles !== null) {
    const d = pointsPath(positionsAt(particles, t), 'model', at)
    marks.push({ kind: 'path', d, stroke: { ink: halo, width: 2 } })
    marks.push({ kind: 'path', d, fill: inkOf(colour(particles), 0.9), name: 'particles' })
  }
  if (data.length > 0) {
    const d = pointsPath(data, 'data', at)
    marks.push({ kind: 'path', d, stroke: { ink: halo, width: 3 } })
    marks.push({ kind: 'path', d, stroke: { ink: inkOf(inks.data, 0.85), width: 1.1 }, name: 'data' })
  }
  if (netPaths !== null && net !== null && net.contours < net.segments.length) {
    const d = lines(net.segments.subarray(net.contours))
    marks.push({ kind: 'path', d, stroke: { ink: inkOf(inks.halo, 0.8), width: 3.5 }, name: 'seam' })
    marks.push({ kind: 'path', d, stroke: { ink: inkOf(colour(netPaths)), width: 1.6 }, name: 'contours' })
  }
  return marks
}
