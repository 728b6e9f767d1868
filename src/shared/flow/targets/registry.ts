import { doubleWell } from './doubleWell'
import { funnel } from './funnel'
import { u1, u2, u3, u4 } from './rezende'
import { ringMixture } from './ringMixture'
import type { TargetDefinition } from './target'

/** The mathematics of every target in the catalogue. */
export const targetDefinitions: readonly TargetDefinition[] = [u1, u2, u3, u4, ringMixture, doubleWell, funnel]
