import type { Citation } from '@shared/catalogue/types'
import { initials, plain, runsOf, wordsOf } from './searchWords'

/** What can be searched: a block, or a recipe under its name. */
export interface Findable {
  readonly label: string
  readonly type: string
  readonly family: string
  readonly citation: Citation
}

/**
 * Blocks that answer to every word typed: in the name, the family, the paper's title or its authors, or as initials of
 * the name or the title. Those whose name begins with what was typed come first; an empty query keeps the order.
 */
export function searchBlocks<T extends Findable>(blocks: readonly T[], query: string): readonly T[] {
  const words = wordsOf(query)
  const found = blocks.filter((entry) => {
    const { label, type, family, citation } = entry
    const runs = runsOf(plain([label, type, family, citation.title, citation.authors].join(' ')).split(' '))
    const acronyms = [initials(label), initials(citation.title)]
    return words.every(
      (word) => runs.some((run) => run.startsWith(word)) || acronyms.some((acronym) => acronym.startsWith(word)),
    )
  })
  const rank = (entry: T) => (plain(entry.label).startsWith(words[0] ?? '') ? 0 : 1)
  return words.length === 0 ? found : [...found].sort((a, b) => rank(a) - rank(b))
}
