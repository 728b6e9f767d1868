import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { numberSetting } from '../settings'
import { coordinate } from './columns'
import type { TargetDefinition } from './target'

/** Four terms A exp(a Δx² + b Δx Δy + c Δy²), Δ taken from (x, y). */
const terms = [
  { A: -200, a: -1, b: 0, c: -10, x: 1, y: 0 },
  { A: -100, a: -1, b: 0, c: -10, x: 0, y: 0.5 },
  { A: -170, a: -6.5, b: 11, c: -6.5, x: -0.5, y: 1.5 },
  { A: 15, a: 0.7, b: 0.6, c: 0.7, x: -1, y: 1 },
] as const

/** The lowest point of the sum, about: what makes U near 0 there. */
const FLOOR = 146.7

/** Beyond this exponent the last term, which rises for ever, goes on as a line: single precision holds it far out. */
const STEEPEST = 40

const rising = (b: Builder, u: Node): Node => b.mul(b.exp(b.min(u, STEEPEST)), b.add(1, b.max(b.sub(u, STEEPEST), 0)))

/** U = β(Σ terms + 146.7): three wells along a bent valley, the middle one shallow. */
export const muellerBrown: TargetDefinition = {
  type: 'mueller-brown',
  create: (settings) => {
    const beta = numberSetting(settings, 'beta')
    return {
      logDensity: (b, position) => {
        const energies = terms.map((term) => {
          const dx = b.sub(coordinate(b, position, 0), term.x)
          const dy = b.sub(coordinate(b, position, 1), term.y)
          const square = b.add(b.mul(term.a, b.square(dx)), b.mul(term.c, b.square(dy)))
          const exponent = b.add(square, b.mul(term.b, b.mul(dx, dy)))
          return b.mul(-beta * term.A, rising(b, exponent))
        })
        return energies.reduce((sum, energy) => b.add(sum, energy), b.fill(-beta * FLOOR, [position.shape[0]]))
      },
      box: [
        [-3.5, 3],
        [-2, 4],
      ],
      modes: [
        [-0.558, 1.442],
        [-0.05, 0.467],
        [0.623, 0.028],
      ],
    }
  },
}
