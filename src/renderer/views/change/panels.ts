import { along, type Transport } from './transport'

export interface Rect {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Where the panels lie: the map with z across and x up, its slope and the base below it, p(x) at its side. */
export interface Panels {
  readonly map: Rect
  readonly slope: Rect
  readonly base: Rect
  readonly density: Rect
}

const MARGIN = { left: 52, right: 16, top: 28, bottom: 36 }
const GAP = 24

export function panelsIn(width: number, height: number): Panels {
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom }
  const side = Math.max(150, 0.3 * inner.width)
  const across = Math.max(40, inner.width - side - GAP)
  const up = Math.max(60, inner.height - 2 * GAP)
  const [map, slope] = [0.56 * up, 0.16 * up]
  const { left, top } = MARGIN
  return {
    map: { left, top, width: across, height: map },
    slope: { left, top: top + map + GAP, width: across, height: slope },
    base: { left, top: top + map + slope + 2 * GAP, width: across, height: up - map - slope },
    density: { left: left + across + GAP, top, width: side, height: map },
  }
}

/** From a value to a pixel, linearly. */
export type Scale = (value: number) => number

export const linear = (from: number, to: number, start: number, end: number): Scale => {
  const per = (end - start) / (to - from)
  return (value) => start + (value - from) * per
}

const written = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')

/** Far beyond any picture, where SVG still counts. */
const FAR = 1e5
const kept = (pixel: number): number => Math.min(FAR, Math.max(-FAR, pixel))

/** An SVG path through the nodes: all of them, or a steep place between two would not be seen. */
export function linePath(xs: Float64Array, ys: Float64Array, atX: Scale, atY: Scale): string {
  const points: [number, number][] = []
  for (let i = 0; i < xs.length; i++) {
    if (Number.isFinite(xs[i]) && Number.isFinite(ys[i])) points.push([kept(atX(xs[i])), kept(atY(ys[i]))])
  }
  return points.length === 0 ? '' : `M${written(points)}`
}

/** Places at which a strip's edge is followed: its ends and 40 between them. */
const strided = (from: number, to: number): number[] =>
  Array.from({ length: 41 }, (_, i) => from + ((to - from) * i) / 40)

/** The area between a curve over z and the level `floor`, from z to z. */
export function areaPath(
  transport: Transport,
  values: Float64Array,
  [from, to]: readonly [number, number],
  atX: Scale,
  atY: Scale,
  floor: number,
): string {
  const places = strided(from, to)
  const points = places.map((z): [number, number] => [atX(z), kept(atY(along(transport.z, values, z)))])
  return `M${written([[atX(from), floor], ...points, [atX(to), floor]])}Z`
}

/** The same for p(x), which lies on its side: the strip's image, followed along z so that it meets the map's. */
export function sidePath(
  transport: Transport,
  [from, to]: readonly [number, number],
  atDensity: Scale,
  atX: Scale,
): string {
  const points = strided(from, to).map((z): [number, number] => [
    kept(atDensity(along(transport.z, transport.density, z))),
    kept(atX(along(transport.z, transport.x, z))),
  ])
  const floor = atDensity(0)
  return `M${written([[floor, points[0][1]], ...points, [floor, points[points.length - 1][1]]])}Z`
}

/** From the map's curve to the side panel: how the strip's image leaves the map. */
export function imagePath(
  transport: Transport,
  [from, to]: readonly [number, number],
  atZ: Scale,
  atX: Scale,
  right: number,
): string {
  const points = strided(from, to).map((z): [number, number] => [atZ(z), kept(atX(along(transport.z, transport.x, z)))])
  return `M${written([[right, points[0][1]], ...points, [right, points[points.length - 1][1]]])}Z`
}
