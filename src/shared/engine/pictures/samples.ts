import { Random } from '../../math/random'
import { drawsGiven } from './context'
import type { PictureKind, ViewOf } from './picture'

/** Draws from the model: the same seed draws the same z, or one that moves with what the base has learnt. */
export const samples: PictureKind<ViewOf<'samples'>> = {
  ladder: null,
  fits: () => true,

  begin({ id, count, seed, given }, subject, theta) {
    const { flow, inspector, units } = subject
    const { dims } = flow
    const points = new Float32Array(count * dims)
    const stage = {
      rows: drawsGiven(subject, flow.sampleBase(theta, new Random(seed), count), given),
      async compute(chunk: Float64Array, at: number) {
        points.set(units.toNatural((await inspector.push(theta, chunk)).x), at * dims)
      },
    }
    return { stages: [stage], frame: (step) => ({ kind: 'samples', view: id, step, dims, points }) }
  },
}
