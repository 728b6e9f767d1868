/** Sizes of each axis, outermost first; `[]` is a scalar. Arrays are row-major. */
export type Shape = readonly number[]

export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i])

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** Distance in elements between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis]
  }
  return strides
}

/** NumPy's rule: align at the last axis; sizes agree or one of them is 1. Throws when they do not. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a
  if (a.length === 0) return b
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const m = a[i - rank + a.length] ?? 1
    const n = b[i - rank + b.length] ?? 1
    if (m !== n && m !== 1 && n !== 1)
      throw new Error(`internal: cannot broadcast ${showShape(a)} with ${showShape(b)}`)
    return m === 1 ? n : m
  })
}

/** Strides that read an array of `shape` as if it had been broadcast to `target`: 0 along repeated axes. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = stridesOf(shape)
  const offset = target.length - shape.length
  return target.map((_, axis) => (axis < offset || shape[axis - offset] === 1 ? 0 : own[axis - offset]))
}

/** The axes of `target` along which an array of `shape` was repeated to reach it. */
export function repeatedAxes(shape: Shape, target: Shape): number[] {
  const offset = target.length - shape.length
  return target.flatMap((n, axis) => (axis < offset || (shape[axis - offset] === 1 && n !== 1) ? [axis] : []))
}

export const withoutAxes = (shape: Shape, axes: readonly number[]): number[] =>
  shape.filter((_, axis) => !axes.includes(axis))
