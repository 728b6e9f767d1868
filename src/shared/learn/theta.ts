import type { Flow } from '../flow/flow'

/** Entries of θ as programs hold it: one more than none, since machines do not take empty arrays. */
export const thetaLength = (flow: Flow): number => Math.max(1, flow.size)

/** θ as programs take it. */
export function padTheta(flow: Flow, theta: ArrayLike<number>): Float64Array {
  const padded = new Float64Array(thetaLength(flow))
  padded.set(theta)
  return padded
}
