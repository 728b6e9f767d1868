import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { choiceSetting, numberSetting } from '../settings'
import { logSumExpOf } from '../special/logSumExp'
import { bell, coordinate, quartic, radius, WALL } from './columns'
import type { Target, TargetDefinition } from './target'

/*
 * The potentials of Rezende & Mohamed 2015, arXiv:1505.05770, table 1. U2 to U4 go on for ever along x₁. So that they have
 * a finite mass they get an envelope −½ (x₁/a)⁴ of ln p̃, or end at a box: beyond |x₁| = a the wave stays as it is there and
 * soft walls −½ (distance/0.05a)² of ln p̃ are added. The paper has neither; it shows them on (−4, 4)², hence a = 4.
 */

/** U1: two lobes on a ring of radius 2. */
export const u1: TargetDefinition = {
  type: 'u1',
  create: () => ({
    logDensity: (b, x) => {
      const across = coordinate(b, x, 0)
      const lobes = logSumExpOf(b, [bell(b, b.sub(across, 2), 0.6), bell(b, b.add(across, 2), 0.6)])
      return b.add(bell(b, b.sub(radius(b, x), 2), 0.4), lobes)
    },
    box: square(5),
    modes: [
      [-2, 0],
      [2, 0],
    ],
  }),
}

/** ln p̃ of the height above the wave w₁ = sin(πx₁/2). */
type Band = (b: Builder, height: Node, along: Node) => Node

const wave = (type: string, band: Band): TargetDefinition => ({
  type,
  create: (settings): Target => {
    const a = numberSetting(settings, 'envelope')
    const boxed = choiceSetting(settings, 'ends') === 'box'
    const reach = boxed ? (1 + 8 * WALL) * a : 3 * a // e^(−½ 3⁴) is nothing, nor are eight standard deviations of a wall
    return {
      logDensity: (b, x) => {
        const [place, up] = [coordinate(b, x, 0), coordinate(b, x, 1)]
        const along = boxed ? b.min(b.max(place, -a), a) : place
        const height = b.sub(up, b.sin(b.mul(along, Math.PI / 2)))
        const end = boxed ? bell(b, b.sub(place, along), WALL * a) : quartic(b, place, a)
        return b.add(band(b, height, along), end)
      },
      box: [
        [-reach, reach],
        [-7, 4],
      ],
      modes: [],
    }
  },
})

export const u2 = wave('u2', (b, height) => bell(b, height, 0.4))

/** The second band lies w₂ = 3 e^(−½((x₁ − 1)/0.6)²) below the first. */
export const u3 = wave('u3', (b, height, along) => {
  const gap = b.mul(3, b.exp(bell(b, b.sub(along, 1), 0.6)))
  return logSumExpOf(b, [bell(b, height, 0.35), bell(b, b.add(height, gap), 0.35)])
})

/** The second band lies w₃ = 3 σ((x₁ − 1)/0.3) below the first. */
export const u4 = wave('u4', (b, height, along) => {
  const gap = b.mul(3, b.sigmoid(b.mul(b.sub(along, 1), 1 / 0.3)))
  return logSumExpOf(b, [bell(b, height, 0.4), bell(b, b.add(height, gap), 0.35)])
})

function square(half: number): Target['box'] {
  return [
    [-half, half],
    [-half, half],
  ]
}
