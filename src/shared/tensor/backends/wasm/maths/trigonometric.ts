import { cosineTail, sineTail } from '../../approximations'
import { op, shuffle, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import { lanesOf, type Lanes } from '../lanes'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'
import { wordsOf } from './words'

/** π/2 in parts of 33 or 27 bits and a rest: products with the whole numbers that occur are exact (Cody and Waite). */
const halfPi = {
  float32: [1.5707963267341256, 6.077100506506192e-11],
  float64: [1.570796325802803, 9.920935739593517e-10, 5.721188709663575e-18, 1.6446256936324258e-26],
} as const

/** Larger operands give NaN: their distance to a multiple of π/2 would not be exact. */
const limit = { float32: 1e6, float64: 1e8 } as const

/** x = q π/2 + r with whole q and |r| ≤ π/4, in float64; q is in the lowest bits of `quadrant`. */
function reduce64(f: FunctionBuilder, double: Lanes, x: Expression, parts: readonly number[]) {
  const shifter = double.constant(1.5 * 2 ** 52)
  const value = f.let(x)
  const quadrant = f.let(double.madd(value, double.constant(2 / Math.PI), shifter))
  const q = f.let(double.sub(quadrant, shifter))
  const r = parts.reduce<Expression>((rest, part) => double.nmadd(q, double.constant(part), rest), value)
  return { quadrant, r: f.let(r) }
}

/** The same for four float32 at once: in float32 itself r would lose its digits where x is close to a multiple of π/2. */
function reduce32(f: FunctionBuilder, lanes: Lanes, x: Local) {
  const double = lanesOf('float64', lanes.fused)
  const [low, high] = [x, lanes.swapHalves(x)].map((pair) =>
    reduce64(f, double, op('f64x2.promote_low_f32x4', pair), halfPi.float32),
  )
  const [lowR, highR] = [low, high].map(({ r }) => op('f32x4.demote_f64x2_zero', r))
  return {
    quadrant: f.let(shuffle([0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27], low.quadrant, high.quadrant)),
    r: f.let(shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23], lowR, highR)),
  }
}

/** sin(x + turns·π/2). */
const rotated =
  (turns: bigint): VectorFunction =>
  (f, lanes, operand) =>
    f.scope(() => {
      const words = wordsOf(lanes)
      const { precision } = lanes
      const x = f.let(operand)
      const reduced = precision === 'float32' ? reduce32(f, lanes, x) : reduce64(f, lanes, x, halfPi.float64)
      const { r } = reduced
      const quadrant = f.let(words.add(reduced.quadrant, words.constant(turns)))
      const z = f.let(lanes.mul(r, r))
      const sin = lanes.madd(lanes.mul(r, z), polynomial(lanes, z, sineTail[precision]), r)
      const versine = lanes.nmadd(z, lanes.constant(0.5), lanes.constant(1))
      const cos = lanes.madd(lanes.mul(z, z), polynomial(lanes, z, cosineTail[precision]), versine)
      const odd = words.sub(words.constant(0n), lanes.and(quadrant, words.constant(1n)))
      const negative = words.shiftLeft(lanes.and(quadrant, words.constant(2n)), words.bits - 2)
      const value = lanes.xor(lanes.select(odd, cos, sin), negative)
      return lanes.or(value, lanes.less(lanes.constant(limit[precision]), lanes.abs(x))) // all bits set are a NaN
    })

/** sin x within 2 ulp for |x| ≤ 10⁶ (float32) or 10⁸ (float64), NaN beyond. */
export const sin: VectorFunction = rotated(0n)
/** cos x, likewise. */
export const cos: VectorFunction = rotated(1n)
