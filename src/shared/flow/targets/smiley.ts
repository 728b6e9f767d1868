import { numberSetting } from '../settings'
import { bell, coordinate, radius } from './columns'
import type { TargetDefinition } from './target'

/** Where the ring of radius 2 meets the lines x₂ = 0.4 and x₂ = −2. */
const eye = Math.sqrt(2 ** 2 - 0.4 ** 2)

/** U = ½((‖x‖ − 2)/2s)² + ½((|x₂ + 0.8| − 1.2)/2s)²: two eyes and a mouth on a ring. */
export const smiley: TargetDefinition = {
  type: 'smiley',
  create: (settings) => {
    const width = 2 * numberSetting(settings, 'width')
    const reach = 2 + 8 * width
    return {
      logDensity: (b, x) => {
        const line = b.sub(b.abs(b.add(coordinate(b, x, 1), 0.8)), 1.2)
        return b.add(bell(b, b.sub(radius(b, x), 2), width), bell(b, line, width))
      },
      box: [
        [-reach, reach],
        [-reach, reach],
      ],
      modes: [
        [-eye, 0.4],
        [eye, 0.4],
        [0, -2],
      ],
    }
  },
}
