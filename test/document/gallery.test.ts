import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { briefly } from '@shared/catalogue/citations'
import { recipes } from '@shared/catalogue/recipes'
import { blocks, families } from '@shared/catalogue/registry'
import type { Citation } from '@shared/catalogue/types'
import { placedInOrder } from '@shared/document/chain'
import { GalleryEntry } from '@shared/document/gallery'
import type { FlowDocument } from '@shared/document/schema'
import { parseDocument, parseModel } from '@shared/document/validate'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { examples } from './examples'

/** What `npm run make:examples` made, and what it was made from. */
const at = (name: string): string => fileURLToPath(new URL(`../../resources/${name}`, import.meta.url))
const read = (name: string): string => readFileSync(at(name), 'utf8')

const entries = z.array(GalleryEntry).parse(JSON.parse(read('gallery/index.json')))
interface Listed {
  readonly file: string
  readonly shows: string
  readonly paper?: Citation
}
const listed = JSON.parse(read('examples/index.json')) as readonly Listed[]

const documentOf = (file: string): FlowDocument => {
  const outcome = parseDocument(read(`examples/${file}.flow.json`))
  if (!outcome.ok) throw new Error(outcome.issues[0].message)
  return outcome.value
}
const blocksOf = (document: FlowDocument) => {
  const types = placedInOrder(document).map(({ source }) => source.type)
  return blocks.filter(({ type }) => types.includes(type))
}
const named = (paper: Citation): string => `${briefly(paper)}, ${paper.source}`

/** Largest sum of all models, and of a picture. */
const [MODELS, PICTURE] = [6e6, 40e3]

describe('the gallery', () => {
  it('has every example once, in the order of its list, and nothing else', () => {
    const files = listed.map(({ file }) => file)
    expect(entries.length).toBeGreaterThanOrEqual(24)
    expect(entries.map(({ file }) => file)).toEqual(files)
    expect([...files].sort()).toEqual(examples.map(({ name }) => name.replace('.flow.json', '')).sort())
    const made = files.flatMap((file) => [`${file}.model.json`, `${file}.png`])
    expect(readdirSync(at('gallery')).sort()).toEqual([...made, 'index.json', 'make.mjs'].sort())
  })

  it('shows a block of every family and of every paper that a block or a recipe goes back to', () => {
    const shown = new Set(entries.flatMap((entry) => entry.families))
    expect(families.map(({ family }) => family).filter((family) => !shown.has(family))).toEqual([])
    const papers = new Set(entries.flatMap((entry) => entry.papers.map(named)))
    const wanted = [...blocks, ...recipes].map(({ citation }) => named(citation))
    expect([...new Set(wanted)].filter((paper) => !papers.has(paper))).toEqual([])
  })

  it('has no two examples of one name', () => {
    const names = entries.map(({ name }) => name)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('weighs little', () => {
    const sizes = entries.map(({ file }) => statSync(at(`gallery/${file}.model.json`)).size)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(MODELS)
  })
})

describe.each(entries)('$file', (entry) => {
  const document = documentOf(entry.file)

  it('is the model of its example, trained to the end', () => {
    const outcome = parseModel(read(`gallery/${entry.file}.model.json`))
    if (!outcome.ok) throw new Error(outcome.issues[0].message)
    const { document: trained, data, provenance, parameters } = outcome.value
    expect(trained).toEqual(document)
    expect([data.dims, provenance.steps]).toEqual([entry.dims, entry.steps])
    const numbers = parameters.map(({ shape }) => shape.reduce((product, side) => product * side, 1))
    expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(entry.parameters)
    const { patience, steps } = document.training
    if (patience === null) expect(entry.steps).toBe(steps)
  })

  it('is described as it is', () => {
    const own = blocksOf(document)
    const example = listed.find(({ file }) => file === entry.file)
    expect([entry.name, entry.shows]).toEqual([document.name, example?.shows])
    expect(entry.families).toEqual([...new Set(own.map(({ family }) => family))])
    if (example?.paper) expect(entry.papers[0]).toEqual(example.paper)
    expect(entry.papers.map(named)).toEqual(expect.arrayContaining(own.map(({ citation }) => named(citation))))
    expect(entry.test === null).toBe(document.data.split.test === 0)
    if (entry.test) expect(entry.test.error).toBeGreaterThan(0)
  })

  it('has a picture of 240 × 160', () => {
    const png = readFileSync(at(`gallery/${entry.file}.png`))
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([240, 160])
    expect(png.length).toBeLessThan(PICTURE)
  })
})
