/** A u32 of a kernel, as text, with what is known about it. */
export interface Int {
  readonly text: string
  /** It is less than this. */
  readonly below: number
  /** What it is, where that is known before the kernel runs. */
  readonly value?: number
  /** Of a row's place in the batch: its place in the tile. */
  readonly local?: string
}

/** Where an element is: its place along each axis. */
export type Point = readonly Int[]

export const int = (value: number): Int => ({ text: `${value}u`, below: value + 1, value })
export const ZERO = int(0)

/** A variable that counts from 0 up to `below`, which it does not reach. */
export const counter = (text: string, below: number, local?: string): Int =>
  below === 1 ? ZERO : { text, below, ...(local !== undefined && { local }) }

export function plus(a: Int, b: Int): Int {
  if (a.value !== undefined && b.value !== undefined) return int(a.value + b.value)
  if (a.value === 0) return b
  if (b.value === 0) return a
  return { text: `(${a.text} + ${b.text})`, below: a.below + b.below - 1 }
}

export function times(a: Int, factor: number): Int {
  if (a.value !== undefined) return int(a.value * factor)
  return factor === 1 ? a : { text: `${a.text} * ${factor}u`, below: (a.below - 1) * factor + 1 }
}

export function over(a: Int, divisor: number): Int {
  if (a.value !== undefined) return int(Math.floor(a.value / divisor))
  if (divisor === 1) return a
  if (a.below <= divisor) return ZERO
  return { text: `(${a.text} / ${divisor}u)`, below: Math.ceil(a.below / divisor) }
}

export function rest(a: Int, divisor: number): Int {
  if (a.value !== undefined) return int(a.value % divisor)
  return a.below <= divisor ? a : { text: `(${a.text} % ${divisor}u)`, below: divisor }
}

/** `last` − a, which is not negative. */
export const back = (last: number, a: Int): Int =>
  a.value !== undefined ? int(last - a.value) : { text: `(${last}u - ${a.text})`, below: last + 1 }

/** One number of a place in an array, row-major. */
export const flatten = (point: Point, shape: readonly number[]): Int =>
  point.reduce((sum, at, axis) => plus(times(sum, shape[axis]), at), ZERO)

/** The places along each axis of one number. */
export function unflatten(flat: Int, shape: readonly number[]): Point {
  const point: Int[] = []
  let left = flat
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    point.unshift(axis === 0 && left.below <= shape[0] ? left : rest(left, shape[axis]))
    left = over(left, shape[axis])
  }
  return point
}
