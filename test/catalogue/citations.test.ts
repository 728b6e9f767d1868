import { briefly } from '@shared/catalogue/citations'
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
