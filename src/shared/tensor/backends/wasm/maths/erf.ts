import { erfRatio } from '../../approximations'
import { exp } from './exponential'
import { polynomial } from './polynomial'
import { copySign } from './sign'
import { sigmoidal } from './sigmoidal'
import type { VectorFunction } from './vectorFunction'

const erf32 = sigmoidal(erfRatio)

/** (erf x)/x in x² for |x| ≤ 1: minimax for the relative error, below 1.4e-17. */
const near = [
  1.1283791670955126, -0.3761263890318336, 0.11283791670938209, -0.026866170642220036, 0.005223977599215324,
  -0.0008548325614947403, 0.00012055284601891636, -1.4924547090191805e-5, 1.64451722520503e-6, -1.6191854065698195e-7,
  1.365057658285253e-8, -7.670365884821217e-10,
]

/** e^(x²) (1 − erf x) in t = (x − 3)/(x + 3) for 1 ≤ x ≤ 6: minimax for the absolute error of erf, below 3.8e-19. */
const far = [
  0.1790011511813901, -0.3262335600431546, 0.2456038017079672, -0.15011593654547178, 0.07166583741322056,
  -0.02439249036485695, 0.004269229878698231, 0.0007082930052722103, -0.0005950359809318037, 5.015125565239842e-5,
  7.154407199918753e-5, -6.4956733654407775e-6, -6.595857703935684e-6,
]

const erf64: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const [one, three] = [lanes.constant(1), lanes.constant(3)]
    const a = f.let(lanes.pmin(lanes.abs(x), lanes.constant(6))) // erf 6 rounds to 1
    const z = f.let(lanes.mul(a, a))
    const t = f.let(lanes.div(lanes.sub(a, three), lanes.add(a, three)))
    const complement = lanes.mul(exp(f, lanes, lanes.neg(z)), polynomial(lanes, t, far))
    const outer = copySign(lanes, lanes.sub(one, complement), x)
    return lanes.select(lanes.less(a, one), lanes.mul(x, polynomial(lanes, z, near)), outer)
  })

/** The error function within 6 ulp (float32) or 2 ulp (float64), never outside [−1, 1]. */
export const erf: VectorFunction = (f, lanes, x) => (lanes.precision === 'float32' ? erf32 : erf64)(f, lanes, x)
