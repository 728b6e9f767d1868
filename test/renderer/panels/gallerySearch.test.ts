import type { GalleryEntry } from '@shared/document/gallery'
import { describe, expect, it } from 'vitest'
import { searchGallery } from '../../../src/renderer/panels/gallery/gallerySearch'

const entry = (name: string, families: readonly string[], paper: GalleryEntry['papers'][number]): GalleryEntry => ({
  file: name.toLowerCase().replaceAll(' ', '-'),
  name,
  shows: 'Something.',
  families: [...families],
  papers: [paper],
  dims: 2,
  parameters: 10,
  steps: 1,
  test: { nll: 0, error: 1, atMost: false },
  effective: null,
})

const spline = entry('Two moons', ['coupling'], {
  authors: 'C. Durkan, A. Bekasov, I. Murray, G. Papamakarios',
  year: 2019,
  title: 'Neural Spline Flows',
  source: 'arXiv:1906.04032',
})
const planar = entry('Planar flow on U2', ['rank-limited', 'linear'], {
  authors: 'D. J. Rezende, S. Mohamed',
  year: 2015,
  title: 'Variational Inference with Normalizing Flows',
  source: 'arXiv:1505.05770',
})
const all = [spline, planar]
const found = (query: string, family: string | null = null) => searchGallery(all, query, family).map(({ name }) => name)

describe('searching the gallery', () => {
  it.each([
    ['', ['Two moons', 'Planar flow on U2']],
    ['moons', ['Two moons']],
    ['rezende 2015', ['Planar flow on U2']],
    ['nsf', ['Two moons']],
    ['coupling', ['Two moons']],
    ['planar 2019', []],
  ])('answers "%s" with %j', (query, names) => {
    expect(found(query)).toEqual(names)
  })

  it('looks in one family where one is chosen', () => {
    expect(found('', 'linear')).toEqual(['Planar flow on U2'])
    expect(found('moons', 'linear')).toEqual([])
  })
})
