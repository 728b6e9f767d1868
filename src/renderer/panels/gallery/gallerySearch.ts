import { briefly } from '@shared/catalogue/citations'
import { families } from '@shared/catalogue/registry'
import type { GalleryEntry } from '@shared/document/gallery'
import { initials, plain, runsOf, wordsOf } from '../searchWords'

const labels = new Map<string, string>(families.map(({ family, label }) => [family, label]))

/**
 * Examples of a family (null for all) that answer to every word typed: in the name, what it shows, its families, or the
 * authors, titles and years of its papers, or as initials of the name or a title. They keep their order.
 */
export function searchGallery(
  entries: readonly GalleryEntry[],
  query: string,
  family: string | null,
): readonly GalleryEntry[] {
  const words = wordsOf(query)
  return entries.filter((entry) => {
    if (family !== null && !entry.families.includes(family)) return false
    const { name, shows, papers } = entry
    const written = papers.flatMap((paper) => [briefly(paper), paper.authors, paper.title, paper.source])
    const named = entry.families.map((one) => labels.get(one) ?? one)
    const runs = runsOf(wordsOf([name, shows, ...named, ...written].map(plain).join(' ')))
    const acronyms = [name, ...papers.map(({ title }) => title)].map(initials)
    return words.every((word) => [...runs, ...acronyms].some((run) => run.startsWith(word)))
  })
}
