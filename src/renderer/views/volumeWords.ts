import { significant } from '../charts/numbers'
import { massWords } from './densityWords'
import type { Levels } from './levels'
import { REGION_MASSES } from './use/useDensityFrames'
import { t } from '../strings/t'

/** What a volume shows, for those who do not see it: where its regions end, and how it is turned. */
export function volumeWords(names: readonly string[], levels: Levels | null): string {
  const keys = t('views.turnKeys')
  const what = t('views.volume.what', { names: names.join(', ') })
  if (levels === null) return `${what} ${keys}`
  const regions = levels.logDensity.flatMap((level, i) =>
    level === null
      ? []
      : [
          t('views.volume.region', {
            share: Math.round(100 * REGION_MASSES[i]),
            level: significant(Math.exp(level), 3),
          }),
        ],
  )
  return [what, t('views.volume.inView', { mass: massWords(levels) }), ...regions, keys].join(' ')
}
