import { numberSetting } from '../settings'
import { logSumExpOf } from '../special/logSumExp'
import { bell, radius } from './columns'
import type { TargetDefinition } from './target'

/** n rings of radii 2i/n and width 1/(4n): ln p̃ = ln Σ exp −½((‖x‖ − 2i/n)·4n)². */
export const ringMixture: TargetDefinition = {
  type: 'ring-mixture',
  create: (settings) => {
    const n = numberSetting(settings, 'rings')
    return {
      logDensity: (b, x) => {
        const r = radius(b, x)
        return logSumExpOf(b, Array.from({ length: n }, (_, i) => bell(b, b.sub(r, (2 * (i + 1)) / n), 1 / (4 * n)))) // prettier-ignore
      },
      box: [
        [-4, 4],
        [-4, 4],
      ],
      modes: [],
    }
  },
}
