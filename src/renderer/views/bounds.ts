/** A rectangle of the data plane in natural units: [xMin, xMax, yMin, yMax]. */
export type Bounds = readonly [number, number, number, number]

/** Where values of one column lie. */
export interface Interval {
  readonly min: number
  readonly max: number
}

const centre = ([x0, x1, y0, y1]: Bounds): [number, number] => [(x0 + x1) / 2, (y0 + y1) / 2]

/** The interval widened by a fraction of its length at either end; a single value gets a unit of room. */
export function padded({ min, max }: Interval, fraction: number): Interval {
  const pad = max > min ? fraction * (max - min) : Math.max(0.5, 0.05 * Math.abs(min))
  return { min: min - pad, max: max + pad }
}

/**
 * The bounds that show all of both columns in a picture of `aspect` = width / height. Columns of comparable spread
 * (within a factor 3) get the same scale, so that circles look like circles; others fill the picture each.
 */
export function homeBounds(x: Interval, y: Interval, aspect: number): Bounds {
  const [px, py] = [padded(x, 0.15), padded(y, 0.15)]
  const [width, height] = [px.max - px.min, py.max - py.min]
  const bounds: Bounds = [px.min, px.max, py.min, py.max]
  if (width / height > 3 || height / width > 3) return bounds
  const [cx, cy] = centre(bounds)
  const halfHeight = Math.max(height, width / aspect) / 2
  return [cx - halfHeight * aspect, cx + halfHeight * aspect, cy - halfHeight, cy + halfHeight]
}

/** The same centre and height after the picture's aspect changed from `before` to `after`. */
export function resized(bounds: Bounds, before: number, after: number): Bounds {
  const [cx] = centre(bounds)
  const half = ((bounds[1] - bounds[0]) / 2) * (after / before)
  return [cx - half, cx + half, bounds[2], bounds[3]]
}

/** Moved by a fraction of the picture's width and height. */
export function panned([x0, x1, y0, y1]: Bounds, dx: number, dy: number): Bounds {
  const [mx, my] = [dx * (x1 - x0), dy * (y1 - y0)]
  return [x0 + mx, x1 + mx, y0 + my, y1 + my]
}

/** Scaled by `factor` (below 1 zooms in) about the point at fractions (u, v) of the picture, v upwards. */
export function zoomed([x0, x1, y0, y1]: Bounds, factor: number, u: number, v: number): Bounds {
  const [px, py] = [x0 + u * (x1 - x0), y0 + v * (y1 - y0)]
  return [px + (x0 - px) * factor, px + (x1 - px) * factor, py + (y0 - py) * factor, py + (y1 - py) * factor]
}

/** Whether a zoom would leave what float32 coordinates can tell apart, or lose the data from sight. */
export function zoomAllowed(bounds: Bounds, home: Bounds): boolean {
  const ratio = (bounds[1] - bounds[0]) / (home[1] - home[0])
  return ratio > 1e-4 && ratio < 100
}
