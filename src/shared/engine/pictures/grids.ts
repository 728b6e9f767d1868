/** `count` places from one end to the other, both included. */
export const nodes = (from: number, to: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))

/** Where nodes [n, 2] of a square grid lie, given by column and row: [n, 2]. */
export function placesOf(
  nodes: Int32Array,
  [x0, x1, y0, y1]: readonly [number, number, number, number],
  resolution: number,
): Float64Array {
  const [width, height, last] = [x1 - x0, y1 - y0, resolution - 1]
  const places = new Float64Array(nodes.length)
  for (let k = 0; k < nodes.length; k += 2) {
    places[k] = x0 + (width * nodes[k]) / last
    places[k + 1] = y0 + (height * nodes[k + 1]) / last
  }
  return places
}

/** The middles of `count` equal cells. */
export const middles = (from: number, to: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count)

/** Every point whose coordinates are taken from the axes, row-major [n, D]: the first axis fastest. */
export function product(axes: readonly Float64Array[]): Float64Array {
  const count = axes.reduce((total, axis) => total * axis.length, 1)
  const rows = new Float64Array(count * axes.length)
  let stride = 1
  axes.forEach((axis, d) => {
    for (let i = 0; i < count; i++) rows[i * axes.length + d] = axis[Math.floor(i / stride) % axis.length]
    stride *= axis.length
  })
  return rows
}

/** Points [n, 2] of a plane of two axes, put into the space around a point of it: [n, D]. */
export function inPlane(
  points: Float64Array,
  { axes, through }: { readonly axes: readonly [number, number]; readonly through: readonly number[] },
): Float64Array {
  const dims = through.length
  const rows = new Float64Array((points.length / 2) * dims)
  for (let i = 0; i < points.length / 2; i++) {
    rows.set(through, i * dims)
    axes.forEach((axis, k) => (rows[i * dims + axis] = points[2 * i + k]))
  }
  return rows
}
