import type { Settings } from '../../catalogue/types'
import { choiceSetting, numberSetting } from '../settings'
import type { Transformer } from '../transformers/transformer'
import { cubic } from './cubic'
import { linear } from './linear'
import { linearRational } from './linearRational'
import { quadratic } from './quadratic'
import { rationalQuadratic } from './rationalQuadratic'

const kinds: Readonly<Record<string, (bins: number, bound: number) => Transformer>> = {
  'rational-quadratic': rationalQuadratic,
  'linear-rational': linearRational,
  cubic,
  quadratic,
  linear,
}

/** The spline that the settings `spline`, `bins` K and `bound` B ask for, on [−B, B] with the identity outside. */
export function splineOf(settings: Settings): Transformer {
  const kind = choiceSetting(settings, 'spline')
  if (!Object.hasOwn(kinds, kind)) throw new Error(`internal: there is no spline "${kind}"`)
  return kinds[kind](numberSetting(settings, 'bins'), numberSetting(settings, 'bound'))
}
