import { logGamma } from '../../math/logGamma'
import type { Random } from '../../math/random'
import type { BaseDefinition } from '../bijector'
import { zeros } from '../initial'
import { positive, positiveNumber } from '../positive'
import { booleanSetting, numberSetting } from '../settings'
import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { AskNoise } from '../noise'
import { logGammaHalfStep } from './gammaRatio'
import { aboveZero } from './quantiles'

/** Learnt degrees of freedom stay above this, where draws are still finite. */
const leastDegrees = 0.5

/**
 * Independent Student-t variables with ν degrees of freedom on ℝᴰ:
 * log p(z) = Σ [ln Γ((ν+1)/2) − ln Γ(ν/2) − ½ ln νπ − (ν+1)/2 ln(1 + z_i²/ν)]. As the base of a flow against outliers:
 * Alexanderson & Henter 2020 (ICML workshop INNF+), there one t of all coordinates with one χ², here one for each.
 *
 * With `learnt`, each coordinate has a ν of its own, ½ + (degrees − ½)·`positive`(a): `degrees` at the start, above ½.
 * `degrees` a [D], 0 at the start, only when learnt.
 */
export const studentT: BaseDefinition = {
  type: 'student-t',
  create: (settings, dims) => {
    const nu = numberSetting(settings, 'degrees')
    if (!booleanSetting(settings, 'learnt')) {
      const peak = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI)
      return {
        parameters: [],
        logDensity: ({ b }, z) => {
          const tails = b.sum(b.log1p(b.mul(b.square(z), 1 / nu)), [-1])
          return b.sub(dims * peak, b.mul((nu + 1) / 2, tails))
        },
        sample: (random, n) => Float64Array.from({ length: n * dims }, () => draw(random, nu)),
        traceSample: ({ b }, noise) => traceDraw(b, noise, dims, nu),
      }
    }
    return {
      parameters: [zeros('degrees', [dims])],
      logDensity: ({ b, parameter }, z) => {
        const learnt = learntDegrees(b, parameter('degrees'), nu)
        const peak = b.sub(logGammaHalfStep(b, b.mul(learnt, 0.5)), b.mul(0.5, b.log(b.mul(learnt, Math.PI))))
        const tails = b.mul(b.mul(b.add(learnt, 1), 0.5), b.log1p(b.div(b.square(z), learnt)))
        return b.sub(b.sum(peak), b.sum(tails, [-1]))
      },
      sample: (random, n, values) => {
        const learnt = values('degrees').map((a) => leastDegrees + (nu - leastDegrees) * positiveNumber(a))
        return Float64Array.from({ length: n * dims }, (_, at) => draw(random, learnt[at % dims]))
      },
      traceSample: ({ b, parameter }, noise) => traceDraw(b, noise, dims, learntDegrees(b, parameter('degrees'), nu)),
    }
  },
}

/** One Student-t variable by the polar method: Bailey 1994, Mathematics of Computation 62, 779–781. */
function draw(random: Random, nu: number): number {
  for (;;) {
    const u = 2 * random.uniform() - 1
    const v = 2 * random.uniform() - 1
    const w = u * u + v * v
    if (w > 0 && w <= 1) return u * Math.sqrt((nu * (w ** (-2 / nu) - 1)) / w)
  }
}

/** ν [D] of the parameter a [D]. */
const learntDegrees = (b: Builder, a: Node, start: number): Node =>
  b.add(b.mul(positive(b, a), start - leastDegrees), leastDegrees)

/**
 * z [B, D] of ν, a number or [D]: √(ν(u^(−2/ν) − 1)) cos 2πv has the distribution for uniform u and v (Bailey 1994, formula
 * of Box and Muller's kind). −2 ln u / ν is kept below the logarithm of the largest square root that float32 holds.
 */
function traceDraw(b: Builder, noise: AskNoise, dims: number, nu: Operand): Node {
  const exponent = b.div(b.mul(-2, b.log(aboveZero(b, noise('size', dims, 'uniform')))), nu)
  const radius = b.sqrt(b.max(b.mul(nu, b.expm1(b.min(exponent, 80))), 1e-30)) // above 0, where the root has a slope
  return b.mul(radius, b.cos(b.mul(noise('angle', dims, 'uniform'), 2 * Math.PI)))
}
