/**
 * Interval arithmetic: each operation gives an interval that holds every value it can take on its operands. Sums and
 * products are rounded outward by one step, and only where they are not exact, so that 1 − 1 is [0, 0]; the library's
 * functions, right to about one step, by several.
 */

/** Closed; ends may be infinite. */
export type Interval = readonly [lo: number, hi: number]

export const whole: Interval = [-Infinity, Infinity]
export const point = (x: number): Interval => [x, x]
export const hull = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.max(a[1], b[1])]
export const size = ([lo, hi]: Interval): number => Math.max(Math.abs(lo), Math.abs(hi))
export const holds = ([lo, hi]: Interval, x: number): boolean => lo <= x && x <= hi
/** What lies in both; they are known to meet. */
export const meet = (a: Interval, b: Interval): Interval => [Math.max(a[0], b[0]), Math.min(a[1], b[1])]

const step = 2 ** -52
export const below = (x: number, steps = 1): number => x - (Math.abs(x) * step * steps + Number.MIN_VALUE)
export const above = (x: number, steps = 1): number => x + (Math.abs(x) * step * steps + Number.MIN_VALUE)

/** The ends of what is not a number are open. */
const ends = (lo: number, hi: number): Interval => [Number.isNaN(lo) ? -Infinity : lo, Number.isNaN(hi) ? Infinity : hi]

/** What rounding took from a + b (Knuth's two-sum): a + b = s + error exactly. */
function sumError(a: number, b: number, s: number): number {
  const of = s - a
  return a - (s - of) + (b - of)
}

const sumBelow = (a: number, b: number): number => (sumError(a, b, a + b) < 0 ? below(a + b) : a + b)
const sumAbove = (a: number, b: number): number => (sumError(a, b, a + b) > 0 ? above(a + b) : a + b)

export const add = (a: Interval, b: Interval): Interval => ends(sumBelow(a[0], b[0]), sumAbove(a[1], b[1]))
export const neg = ([lo, hi]: Interval): Interval => [-hi, -lo]
export const sub = (a: Interval, b: Interval): Interval => add(a, neg(b))

/** Whether a·b = p for sure: with a factor 0 or ±1, or in whole numbers. */
const isExact = (a: number, b: number, p: number): boolean =>
  a === 0 ||
  b === 0 ||
  Math.abs(a) === 1 ||
  Math.abs(b) === 1 ||
  (Number.isInteger(a) && Number.isInteger(b) && Math.abs(p) < 2 ** 53)

export function mul(a: Interval, b: Interval): Interval {
  let [lo, hi] = [Infinity, -Infinity]
  for (const x of a)
    for (const y of b) {
      const p = x === 0 || y === 0 ? 0 : x * y // an open end never reaches infinity, so 0 times it is 0
      const exact = isExact(x, y, p)
      lo = Math.min(lo, exact ? p : below(p))
      hi = Math.max(hi, exact ? p : above(p))
    }
  return ends(lo, hi)
}

/** x·x, which is never negative. */
export function square([lo, hi]: Interval): Interval {
  const [least, most] = [lo > 0 ? lo : hi < 0 ? -hi : 0, Math.max(-lo, hi)]
  return [Math.max(mul(point(least), point(least))[0], 0), mul(point(most), point(most))[1]]
}

/** xⁿ for a whole n ≥ 0. */
export function power(x: Interval, n: number): Interval {
  if (n === 0) return point(1)
  if (n % 2 === 0) return power(square(x), n / 2)
  if (n === 1) return x
  const [low, high] = [x[0], x[1]].map((end) => mul(point(end), power(square(point(end)), (n - 1) / 2)))
  return [low[0], high[1]]
}

/** 1/x where x does not hold 0, else everything. */
export function inverse([lo, hi]: Interval): Interval {
  if (lo <= 0 && hi >= 0) return whole
  const one = (x: number) => Math.abs(x) === 1
  return [one(hi) ? 1 / hi : below(1 / hi), one(lo) ? 1 / lo : above(1 / lo)]
}

/** The image under an increasing function that is right to `steps` steps, kept within what it can be. */
export const increasing =
  (f: (x: number) => number, [least, most]: Interval = whole, steps = 4) =>
  ([lo, hi]: Interval): Interval =>
    ends(Math.max(below(f(lo), steps), least), Math.min(above(f(hi), steps), most))

export const abs = ([lo, hi]: Interval): Interval =>
  lo >= 0 ? [lo, hi] : hi <= 0 ? [-hi, -lo] : [0, Math.max(-lo, hi)]

/** Beyond this, where a sine has its tops is not worth the trouble. */
const farthestTurn = 1e6

/** cos(x − shift): ±1 where a top or a bottom may lie inside, else from its ends. */
function wave(f: (x: number) => number, shift: number, [lo, hi]: Interval): Interval {
  if (!(size([lo, hi]) < farthestTurn) || hi - lo >= 2 * Math.PI) return [-1, 1]
  const turns = (x: number, slack: number) => Math.floor((x - shift) / (2 * Math.PI) + slack)
  const passes = (half: number) => turns(lo, half - 1e-9) !== turns(hi, half + 1e-9)
  const [low, high] = hull(point(f(lo)), point(f(hi)))
  return [passes(0.5) ? -1 : Math.max(below(low, 4), -1), passes(0) ? 1 : Math.min(above(high, 4), 1)]
}
export const cos = (x: Interval): Interval => wave(Math.cos, 0, x)
export const sin = (x: Interval): Interval => wave(Math.sin, Math.PI / 2, x)
