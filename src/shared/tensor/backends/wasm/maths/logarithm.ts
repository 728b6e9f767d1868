import { ln2, logTail } from '../../approximations'
import type { Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'
import { wordsOf } from './words'

/** e and m of a positive normal number x = 2^e m with √½ ≤ m < √2. */
function split(f: FunctionBuilder, lanes: Lanes, x: Expression) {
  const words = wordsOf(lanes)
  const { fractionBits, bias } = words
  const fraction = (1n << BigInt(fractionBits)) - 1n
  const start = words.bitsOf(Math.SQRT1_2)
  // As whole numbers grow, floats do: now the exponent field changes where m would pass √2.
  const moved = f.let(words.add(x, words.constant(words.bitsOf(1) - start)))
  const exponentField = lanes.and(moved, words.constant(~fraction))
  const whole = lanes.or(words.shiftRight(moved, fractionBits), lanes.constant(2 ** fractionBits))
  return {
    /** e + bias where the exponent is, the other bits 0. */
    exponentField,
    exponent: lanes.sub(whole, lanes.constant(2 ** fractionBits + bias)),
    mantissa: words.add(lanes.and(moved, words.constant(fraction)), words.constant(start)),
  }
}

/** e ln 2 + ln(1 + y), in the order of fdlibm's e_log.c: small terms first. */
function assemble(f: FunctionBuilder, lanes: Lanes, e: Local, y: Local): Expression {
  const s = f.let(lanes.div(y, lanes.add(lanes.constant(2), y)))
  const z = f.let(lanes.mul(s, s))
  const half = f.let(lanes.mul(lanes.mul(y, y), lanes.constant(0.5)))
  const { high, low } = ln2[lanes.precision]
  const bend = lanes.madd(z, polynomial(lanes, z, logTail[lanes.precision]), half)
  const small = lanes.sub(lanes.madd(s, bend, lanes.mul(e, lanes.constant(low))), half)
  return lanes.madd(e, lanes.constant(high), lanes.add(y, small))
}

/** `value` where 0 < x < ∞, else what the logarithm of x is: −∞, ∞ or NaN. */
function atTheEnds(lanes: Lanes, x: Local, value: Expression): Expression {
  const zero = lanes.constant(0)
  const finite = lanes.select(lanes.less(x, lanes.constant(Infinity)), value, x)
  const notPositive = lanes.or(lanes.constant(-Infinity), lanes.less(x, zero)) // all bits set are a NaN
  return lanes.select(lanes.lessEqual(x, zero), notPositive, finite)
}

/** The smallest normal number, and a power of two that makes every denormal a normal number. */
const normal = { float32: [2 ** -126, 24], float64: [2 ** -1022, 53] } as const

/** ln x within 2 ulp, denormal numbers included. */
export const log: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const [smallest, shift] = normal[lanes.precision]
    const denormal = f.let(lanes.less(x, lanes.constant(smallest)))
    const scaled = lanes.select(denormal, lanes.mul(x, lanes.constant(2 ** shift)), x)
    const { exponent, mantissa } = split(f, lanes, scaled)
    const e = f.let(lanes.sub(exponent, lanes.and(denormal, lanes.constant(shift))))
    const y = f.let(lanes.sub(mantissa, lanes.constant(1)))
    return atTheEnds(lanes, x, assemble(f, lanes, e, y))
  })

/** ln(1 + x) within 3 ulp. With 1 + x = 2^e (1 + y), y comes from x itself: 1 + x has lost its last bits. */
export const log1p: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const words = wordsOf(lanes)
    const onePlus = f.let(lanes.add(x, lanes.constant(1)))
    const { exponentField, exponent } = split(f, lanes, onePlus)
    const e = f.let(exponent)
    // 4·2^−e, for 2^−e would be denormal at the largest x
    const twoBias = BigInt(2 * words.bias + 2) << BigInt(words.fractionBits)
    const scale = f.let(words.sub(words.constant(twoBias), exponentField))
    const four = lanes.constant(4)
    const y = f.let(lanes.mul(lanes.madd(x, scale, lanes.sub(scale, four)), lanes.constant(0.25)))
    return atTheEnds(lanes, onePlus, assemble(f, lanes, e, y))
  })
