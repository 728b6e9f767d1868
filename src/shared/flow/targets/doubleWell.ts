import { numberSetting } from '../settings'
import { coordinate } from './columns'
import type { TargetDefinition } from './target'

/**
 * U = a x₁ − 4x₁² + x₁⁴ + ½ x₂²: wells near x₁ = ±√2, of which the left is about 2a√2 deeper. The form is that of Noé
 * et al. 2018 (arXiv:1812.01729), ¼ a x⁴ − ½ b x² + c x + ½ d y² in their supplement; 4 and 1 are what the authors' code for
 * Wu, Köhler & Noé 2020 (arXiv:2002.06707) begins with.
 */
export const doubleWell: TargetDefinition = {
  type: 'double-well',
  create: (settings) => {
    const tilt = numberSetting(settings, 'tilt')
    return {
      logDensity: (b, x) => {
        const [along, across] = [coordinate(b, x, 0), coordinate(b, x, 1)]
        const squared = b.square(along)
        const well = b.sub(b.mul(4, squared), b.square(squared))
        return b.sub(b.sub(well, b.mul(along, tilt)), b.mul(0.5, b.square(across)))
      },
      box: [
        [-3.5, 3.5],
        [-7, 7],
      ],
      modes: [
        [-Math.SQRT2, 0],
        [Math.SQRT2, 0],
      ],
    }
  },
}
