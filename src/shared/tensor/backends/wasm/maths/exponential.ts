import { expTail, ln2, type Coefficients } from '../../approximations'
import type { Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'
import { clamp } from './clamp'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'
import { wordsOf } from './words'

/** x = n ln 2 + r with whole n and |r| ≤ ½ ln 2; `scale` is 2ⁿ⁻¹, or 0 for the least n that `x` may have. */
function reduce(f: FunctionBuilder, lanes: Lanes, x: Local): { readonly r: Local; readonly scale: Expression } {
  const words = wordsOf(lanes)
  // Added to a number of moderate size, it leaves the nearest whole number, and n + bias − 1 in the lowest bits.
  const shifter = lanes.constant(1.5 * 2 ** words.fractionBits + words.bias - 1)
  const shifted = f.let(lanes.madd(x, lanes.constant(Math.LOG2E), shifter))
  const n = f.let(lanes.sub(shifted, shifter))
  const { high, low } = ln2[lanes.precision]
  const r = f.let(lanes.nmadd(n, lanes.constant(low), lanes.nmadd(n, lanes.constant(high), x)))
  return { r, scale: words.shiftLeft(shifted, words.fractionBits) }
}

/** Operands at which e^x, in the given precision, is taken as 0 and is infinite. */
const range = { float32: [-87, 89], float64: [-708.2, 710] } as const

/** 2e^r = 2 + 2r + 2r²P(r). */
const twiceExp: Coefficients = {
  float32: [2, 2, ...expTail.float32.map((c) => 2 * c)],
  float64: [2, 2, ...expTail.float64.map((c) => 2 * c)],
}

/**
 * e^x within 2 ulp. Results below 2^−125.5 (float32) or 2^−1021.5 (float64) are 0: those are the denormals and the
 * smallest of the normal numbers.
 */
export const exp: VectorFunction = (f, lanes, x) =>
  f.scope(() => {
    const { r, scale } = reduce(f, lanes, f.let(clamp(lanes, x, range[lanes.precision])))
    return lanes.mul(scale, polynomial(lanes, r, twiceExp[lanes.precision])) // the scale lacks a factor of 2
  })

/** Operands at which e^x − 1 is −1 and is infinite. */
const rangeLessOne = { float32: [-20, 89], float64: [-40, 710] } as const

/** e^x − 1 within 3 ulp, as 2ⁿ(e^r − 1) + (2ⁿ − 1). */
export const expm1: VectorFunction = (f, lanes, x) =>
  f.scope(() => {
    const reduced = reduce(f, lanes, f.let(clamp(lanes, x, rangeLessOne[lanes.precision])))
    const { r } = reduced
    const scale = f.let(reduced.scale)
    const lessOne = lanes.madd(lanes.mul(r, r), polynomial(lanes, r, expTail[lanes.precision]), r)
    const half = lanes.madd(scale, lessOne, lanes.sub(scale, lanes.constant(0.5)))
    return lanes.mul(half, lanes.constant(2)) // last, for 2ⁿ itself may overflow where e^x does not
  })
