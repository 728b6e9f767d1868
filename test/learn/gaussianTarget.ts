import type { TraceTarget } from '@shared/flow/target'

/** e^logZ times N(mean, sd² I), not normalised by itself. */
export const gaussianTarget =
  (mean: number, sd: number, logZ: number): TraceTarget =>
  (b, x) => {
    const dims = x.shape[1]
    const far = b.mul(b.sub(x, mean), 1 / sd)
    return b.add(b.mul(-0.5, b.sum(b.square(far), [-1])), logZ - dims * Math.log(sd * Math.sqrt(2 * Math.PI)))
  }
