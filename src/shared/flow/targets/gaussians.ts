import { range } from '../../tensor/ir/range'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { numberSetting } from '../settings'
import { logSumExp } from '../special/logSumExp'
import type { Target, TargetDefinition } from './target'

type Centre = readonly [number, number]

/** Equal Gaussians of standard deviation `width` around `centres`: ln p̃ = ln Σ exp(−½ ‖x − c‖²/width²). */
function gaussians(centres: readonly Centre[], width: number): Target {
  const extent = Math.max(...centres.flat().map(Math.abs)) + 8 * width
  return {
    logDensity: (b, x) => logSumExp(b, b.mul(-0.5 / width ** 2, squaredDistances(b, x, centres))),
    box: [
      [-extent, extent],
      [-extent, extent],
    ],
    modes: centres,
    sample: (random, n) => {
      const rows = new Float64Array(2 * n)
      for (let row = 0; row < n; row++) {
        const centre = centres[random.integer(centres.length)]
        for (const d of [0, 1]) rows[2 * row + d] = centre[d] + width * random.normal()
      }
      return rows
    },
  }
}

/** ‖x − c‖² [B, n] of x [B, 2] and n centres. */
function squaredDistances(b: Builder, x: Node, centres: readonly Centre[]): Node {
  const [rows] = x.shape
  const along = (d: 0 | 1) => {
    const places = b.constant(centres.map((centre) => centre[d]), [1, centres.length]) // prettier-ignore
    return b.square(b.sub(b.reshape(b.slice(x, d, d + 1), [rows, 1]), places))
  }
  return b.add(along(0), along(1))
}

/** n Gaussians on a circle. */
export const ringOfModes: TargetDefinition = {
  type: 'ring-of-modes',
  create: (settings) => {
    const [n, radius] = [numberSetting(settings, 'modes'), numberSetting(settings, 'radius')]
    const centres = range(0, n).map((i): Centre => {
      const angle = (2 * Math.PI * i) / n
      return [radius * Math.cos(angle), radius * Math.sin(angle)]
    })
    return gaussians(centres, numberSetting(settings, 'width'))
  },
}

/** n × n Gaussians on a square lattice around the origin. */
export const gridOfModes: TargetDefinition = {
  type: 'grid-of-modes',
  create: (settings) => {
    const [n, spacing] = [numberSetting(settings, 'side'), numberSetting(settings, 'spacing')]
    const axis = range(0, n).map((i) => spacing * (i - (n - 1) / 2))
    return gaussians(
      axis.flatMap((x) => axis.map((y): Centre => [x, y])),
      numberSetting(settings, 'width'),
    )
  },
}
