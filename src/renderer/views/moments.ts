import { count } from '../charts/numbers'
import { t } from '../strings/t'

/** What a picture shows of a run: its newest weights (null), or those of the snapshot that was kept at a step. */
export type Moment = number | null

/** The snapshot that the engine shows for a step: the last one kept at or before it, else the first. */
export const keptMoment = (steps: readonly number[], step: number): Moment =>
  steps.findLast((kept) => kept <= step) ?? steps.at(0) ?? null

/** The moment after this one; after the last snapshot come the newest weights, and nothing comes after those. */
export function later(steps: readonly number[], moment: Moment): Moment {
  return moment === null ? null : (steps.find((step) => step > moment) ?? null)
}

/** The moment before this one; the first stays. */
export function earlier(steps: readonly number[], moment: Moment): Moment {
  if (moment === null) return steps.at(-1) ?? null
  return steps.findLast((step) => step < moment) ?? moment
}

/** The snapshot nearest to a step. */
export function nearestMoment(steps: readonly number[], step: number): Moment {
  return steps.reduce<Moment>(
    (best, kept) => (best === null || Math.abs(kept - step) < Math.abs(best - step) ? kept : best),
    null,
  )
}

/** On which side of a comparison. */
export const sideWords = (side: 'left' | 'right'): string => t(`views.moments.sides.${side}`)

/** Of the present run, or of an earlier one by its number. */
export function momentWords(moment: Moment, run: number | null = null): string {
  if (run !== null)
    return moment === null
      ? t('views.moments.endOfRun', { run })
      : t('views.moments.ofRun', { step: count(moment), run })
  return moment === null ? t('views.moments.live') : t('views.moments.past', { step: count(moment) })
}
