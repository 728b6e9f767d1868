import { numberSetting } from '../settings'
import { bell, coordinate } from './columns'
import type { TargetDefinition } from './target'

/**
 * x₂ ~ N(0, s²), x₁ | x₂ ~ N(c x₂², 1): a Gaussian bent along a parabola. With c = ¼ and s = 2 it is the density by which
 * Papamakarios et al. 2017 (arXiv:1705.07057) show that the order of the coordinates matters; bent Gaussians as targets go
 * back to Haario, Saksman & Tamminen 1999 (Computational Statistics 14), who bend x₂ by −b x₁² + 100 b.
 */
export const banana: TargetDefinition = {
  type: 'banana',
  create: (settings) => {
    const [bend, length] = [numberSetting(settings, 'bend'), numberSetting(settings, 'length')]
    const reach = 8 * length
    return {
      logDensity: (b, x) => {
        const [across, along] = [coordinate(b, x, 0), coordinate(b, x, 1)]
        return b.add(bell(b, b.sub(across, b.mul(bend, b.square(along))), 1), bell(b, along, length))
      },
      box: [
        [-8, 8 + bend * reach ** 2],
        [-reach, reach],
      ],
      modes: [],
      sample: (random, n) => {
        const rows = new Float64Array(2 * n)
        for (let row = 0; row < n; row++) {
          const along = length * random.normal()
          rows[2 * row] = bend * along ** 2 + random.normal()
          rows[2 * row + 1] = along
        }
        return rows
      },
      // The bend moves each line of constant x₂ along itself, which changes no volume
      known: {
        logZ: Math.log(2 * Math.PI * length),
        entropy: Math.log(2 * Math.PI * Math.E * length),
      },
    }
  },
}
