import type { Builder } from '../../../tensor/ir/builder'
import type { Node } from '../../../tensor/ir/program'

/** By how much the temperature falls from pass to pass: (x − m)/T stays above −6 ln n, which exp can hold, for n up to 10⁶. */
const FALL = 6
/** Passes to reach T = 1 from a spread of 10⁸. */
const PASSES = 8
/** Largest exponent of the first pass. */
const MOST = 60

/**
 * ln Σ e^x over rows x [B], by sums over the rows alone: the largest of all rows is not asked for, because a program that
 * sums over rows can be split among threads and one that compares them cannot. T ln Σ e^(x/T) lies between max x and
 * max x + T ln B, so that passes at falling temperatures T close in on a shift m that nothing overflows with:
 *
 *     m ← mean x,  T ← max(1, ‖x − m‖/60);  then  m ← m + T ln Σ e^((x − m)/T),  T ← max(1, T/6)
 */
export function logSumOfRows(b: Builder, x: Node): Node {
  const held = b.stopGradient(x)
  const sumAt = (shift: Node, temperature: Node) => b.sum(b.exp(b.div(b.sub(held, shift), temperature)))
  let shift = b.mean(held)
  let temperature = b.max(b.mul(b.sqrt(b.sum(b.square(b.sub(held, shift)))), 1 / MOST), 1)
  for (let pass = 0; pass < PASSES; pass++) {
    shift = b.add(shift, b.mul(temperature, b.log(sumAt(shift, temperature))))
    temperature = b.max(b.mul(temperature, 1 / FALL), 1)
  }
  return b.add(shift, b.log(b.sum(b.exp(b.sub(x, shift)))))
}
