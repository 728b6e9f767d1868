import { briefly } from '@shared/catalogue/citations'
import { objectives } from '@shared/catalogue/objectives'
import { recipes } from '@shared/catalogue/recipes'
import { blocks } from '@shared/catalogue/registry'
import { targetEntries } from '@shared/catalogue/targets'
import type { Citation } from '@shared/catalogue/types'
import { expect, it } from 'vitest'

it.each([
  ['D. J. Rezende, S. Mohamed', 'Rezende & Mohamed 2015'],
  ['C. Durkan, A. Bekasov, I. Murray', 'Durkan et al. 2015'],
  ['J. von Neumann', 'von Neumann 2015'],
  ['L. Dinh, J. Sohl-Dickstein', 'Dinh & Sohl-Dickstein 2015'],
  ['R. van den Berg, L. Hasenclever, J. M. Tomczak', 'van den Berg et al. 2015'],
  ['J.-B. Ünal, Ö. Çelik', 'Ünal & Çelik 2015'],
])('says briefly who wrote a paper: %s', (authors, brief) => {
  expect(briefly({ authors, year: 2015, title: '', source: '' })).toBe(brief)
})

const cited = [...blocks, ...recipes, ...objectives, ...targetEntries].flatMap(({ citation }): readonly Citation[] =>
  citation ? [citation] : [],
)

it('gives a preprint the year in which it can be found', () => {
  const dated = cited.map(({ title, year, source }) => {
    const found = /^arXiv:(\d\d)/.exec(source)
    return [title, year, found ? 2000 + Number(found[1]) : year]
  })
  expect(dated.filter(([, year, found]) => year !== found)).toEqual([])
})

it('cites each paper in the same words everywhere', () => {
  const words = new Map(cited.map((paper) => [paper.source, JSON.stringify(paper)]))
  const other = cited.filter(
    (paper) => paper.source.startsWith('arXiv:') && words.get(paper.source) !== JSON.stringify(paper),
  )
  expect(other).toEqual([])
})
