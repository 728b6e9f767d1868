import { t } from '../../strings/t'
import { kinds, type Entry, type Kind } from './entry'
import { queryWords, score } from './fuzzy'

/** More than this nobody reads. */
const MOST = 60
/** What was chosen before is likely meant again; of several, the later the likelier. */
const BONUS = { least: 2, newest: 3 } as const
/** Of a name typed out in full, and of what cannot be done now. */
const [WHOLE, REFUSED] = [3, -1]

export interface Section {
  readonly title: string
  readonly entries: readonly Entry[]
}

const order = Object.keys(kinds) as readonly Kind[]
/** So many that they are shown only to those who type. */
const typedOnly: readonly Kind[] = ['block', 'own', 'recipe', 'dataset', 'recentDeed', 'compare']

/**
 * What answers to a query, best first, the sections too. With nothing typed: what was chosen last, then all that can be done
 * now and is not in a list on the screen already.
 */
export function find(entries: readonly Entry[], query: string, recent: readonly string[]): readonly Section[] {
  const words = queryWords(query)
  if (words.length === 0) return everything(entries, recent)
  const whole = query.trim().toLowerCase()
  const found = entries
    .flatMap((entry) => {
      const points = score(entry.hay, words)
      if (points === null) return []
      const at = recent.indexOf(entry.id)
      const used = at < 0 ? 0 : BONUS.least + BONUS.newest / (1 + at)
      const named = entry.label.toLowerCase() === whole ? WHOLE : 0
      return { entry, points: points + used + named + (entry.refusal === null ? 0 : REFUSED) }
    })
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST)
    .map(({ entry }) => entry)
  const inOrder = [...new Set(found.map(({ kind }) => kind))]
  return inOrder.map((kind) => ({ title: kinds[kind], entries: found.filter((entry) => entry.kind === kind) }))
}

function everything(entries: readonly Entry[], recent: readonly string[]): readonly Section[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const last = recent.flatMap((id) => byId.get(id) ?? [])
  const others = order
    .filter((kind) => !typedOnly.includes(kind))
    .map((kind) => ({
      title: kinds[kind],
      entries: entries.filter((entry) => entry.kind === kind && entry.refusal === null && !last.includes(entry)),
    }))
  return [{ title: t('palette.recentlyUsed'), entries: last }, ...others].filter(
    (section) => section.entries.length > 0,
  )
}
