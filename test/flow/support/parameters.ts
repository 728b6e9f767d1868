import type { Flow } from '@shared/flow/flow'
import { leastPositive, positiveOffset } from '@shared/flow/positive'

/** θ of a flow of one block, from its arrays by name. */
export function thetaOf(flow: Flow, arrays: Readonly<Record<string, ArrayLike<number>>>): Float64Array {
  const theta = new Float64Array(flow.size)
  for (const { name, offset, size } of flow.parameters) {
    const given = arrays[name]
    if (given.length !== size) throw new Error(`"${name}" has ${given.length} entries, expected ${size}`)
    theta.set(Array.from(given), offset)
  }
  return theta
}

/** The raw number that `positive` sends to `value`. */
export const rawPositive = (value: number): number => Math.log(Math.expm1(value - leastPositive)) - positiveOffset
