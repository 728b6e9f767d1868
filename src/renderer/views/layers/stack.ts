import { baseEntry } from '@shared/catalogue/registry'
import { chainOf, flowPlaces } from '@shared/document/chain'
import type { BaseNode, FlowDocument } from '@shared/document/schema'
import type { DataSummary } from '@shared/rpc/protocol'
import { positionColour } from '../../ui/colour'
import type { Interval } from '../bounds'
import { titleOf } from '../stackBlocks'
import { t } from '../../strings/t'

/** A stop of the layer scrubber: z, the place after each block, and the last of them x. */
export interface Stop {
  readonly name: string
  readonly colour: string
  /** What is there, as a sentence's end. */
  readonly help: string
}

/** Stops of a document's stack from z to x; of an empty stack there is one, where z is x. */
export function stopsOf(document: FlowDocument | null): readonly Stop[] {
  const chain = document === null ? null : chainOf(document.graph)
  if (document === null || chain === null) return []
  const K = chain.bijectors.length
  const base = baseEntry(chain.base.type)?.label ?? chain.base.type
  if (K === 0) return [{ name: 'z = x', colour: positionColour(0, 0), help: t('views.layers.noBlock', { base }) }]
  const blocks = flowPlaces(document).map((block, i) => {
    const label = `${String(i + 1)} ${titleOf(block)}`
    const last = i + 1 === K
    return {
      name: last ? t('views.layers.lastStop', { label }) : label,
      colour: positionColour(i + 1, K),
      help: last ? t('views.layers.afterLast', { label }) : t('views.layers.after', { label }),
    }
  })
  return [{ name: 'z', colour: positionColour(0, K), help: t('views.layers.draws', { base }) }, ...blocks]
}

/** The short name of stop k of K. */
export const stopMark = (k: number, K: number): string => (k === K ? 'x' : k === 0 ? 'z' : String(k))

/** How far t is along the way from z to x, of which a stack without blocks has none: in hundredths. */
export const layerPercent = (t: number, K: number): string => ((100 * t) / Math.max(1, K)).toFixed(3)

/** Where nearly all of a base lies that reaches further than the standard normal, or has learnt where to lie. */
const reaches: Readonly<Record<string, number>> = {
  'student-t': 4,
  'diagonal-normal': 4,
  'full-normal': 4,
  mixture: 4,
  laplace: 5,
  logistic: 6,
  torus: Math.PI,
}

/** How far the base reaches from zero along each axis, as far as pictures go, in standardised units. */
export function baseReach(base: BaseNode | undefined): number {
  if (base?.type === 'uniform') return Number(base.settings.halfWidth ?? 3)
  return reaches[base?.type ?? 'normal'] ?? 3
}

/** Per column, what holds the data and the cloud of z: one frame for all layers. */
export function layerRanges({ columns, units }: DataSummary, reach: number): readonly Interval[] {
  return columns.map(({ min, max }, i) => ({
    min: Math.min(min, units.mean[i] - reach * units.scale[i]),
    max: Math.max(max, units.mean[i] + reach * units.scale[i]),
  }))
}
