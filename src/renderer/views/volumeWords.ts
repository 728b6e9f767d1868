import { fixed, significant } from '../charts/numbers'
import type { Levels } from './levels'
import { REGION_MASSES } from './use/useDensityFrames'

/** What a volume shows, for those who do not see it: where its regions end, and how it is turned. */
export function volumeWords(names: readonly string[], levels: Levels | null): string {
  const keys = 'Arrow keys turn, plus and minus zoom, 0 shows all.'
  const what = `Density of the flow over ${names.join(', ')}.`
  if (levels === null) return `${what} ${keys}`
  const regions = levels.logDensity.flatMap((level, i) =>
    level === null
      ? []
      : [`${String(Math.round(100 * REGION_MASSES[i]))} % lie where p is above ${significant(Math.exp(level), 3)}`],
  )
  return [what, `${fixed(levels.mass, 3)} of the probability is in view.`, ...regions.map((r) => `${r}.`), keys].join(
    ' ',
  )
}
