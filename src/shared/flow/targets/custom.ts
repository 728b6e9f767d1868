import { energyVerdict } from '../../expression/energy'
import { write } from '../expression/write'
import { choiceSetting, numberSetting } from '../settings'
import { coordinate, WALL } from './columns'
import type { TargetDefinition } from './target'

/**
 * U as the user typed it, on the box [−r, r]^D. Beyond it, U stays as at the nearest point of the box and soft walls
 * ½ (distance/0.05r)² per coordinate are added, so that every energy that is finite on the box has a finite mass, and one
 * whose mass lies inside is left as it is.
 */
export const custom: TargetDefinition = {
  type: 'custom',
  fault: (settings, dims) => {
    const verdict = energyVerdict(choiceSetting(settings, 'expression'), dims, numberSetting(settings, 'reach'))
    return verdict.ok ? null : { key: 'expression', words: verdict.words }
  },
  create: (settings, dims) => {
    const reach = numberSetting(settings, 'reach')
    const verdict = energyVerdict(choiceSetting(settings, 'expression'), dims, reach)
    if (!verdict.ok) throw new Error(`internal: energy: ${verdict.words}`)
    return {
      logDensity: (b, x) => {
        const held = b.min(b.max(x, -reach), reach)
        const beyond = b.sum(b.square(b.mul(1 / (WALL * reach), b.sub(x, held))), [-1])
        const at = Array.from({ length: dims }, (_, d) => coordinate(b, held, d))
        return b.sub(b.mul(-0.5, beyond), write(b, verdict.U, at, verdict.places))
      },
      // eight standard deviations of the walls
      box: Array.from({ length: dims }, (): [number, number] => [-1.4 * reach, 1.4 * reach]),
      modes: [],
    }
  },
}
