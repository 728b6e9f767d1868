import { banana } from './banana'
import { custom } from './custom'
import { doubleWell } from './doubleWell'
import { funnel } from './funnel'
import { gaussianMixture } from './gaussianMixture'
import { gridOfModes, ringOfModes } from './gaussians'
import { muellerBrown } from './muellerBrown'
import { u1, u2, u3, u4 } from './rezende'
import { ringMixture } from './ringMixture'
import { ripples } from './ripples'
import { smiley } from './smiley'
import type { TargetDefinition } from './target'

/** The mathematics of every target in the catalogue. */
export const targetDefinitions: readonly TargetDefinition[] = [
  u1,
  u2,
  u3,
  u4,
  ringMixture,
  doubleWell,
  funnel,
  banana,
  muellerBrown,
  ringOfModes,
  gridOfModes,
  gaussianMixture,
  smiley,
  ripples,
  custom,
]
