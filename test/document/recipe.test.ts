import { recipes } from '@shared/catalogue/recipes'
import { blocksInOrder } from '@shared/document/chain'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { insertRecipe } from '@shared/document/recipe'
import { checkDocument } from '@shared/document/validate'
import { compileFlow } from '@shared/flow/compile'
import { lumpy } from '../flow/support/walks'
import { describe, expect, it } from 'vitest'

describe.each(recipes)('the recipe $name', (recipe) => {
  it('makes a document without fault, and a flow in one, two and five dimensions', () => {
    const empty = newDocument()
    // an energy suits every recipe, and those that walk towards one need it
    const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 1000, seed: 1 } as const
    const { document } = insertRecipe({ ...empty, data: { ...empty.data, source } }, recipe, 0)
    expect(checkDocument(document).filter(({ severity }) => severity === 'error')).toEqual([])
    for (const dims of [1, 2, 5]) expect(compileFlow(document, dims, 0, lumpy).ok).toBe(true)
  })

  it('goes between the blocks that are there, in its order and with ids of their own', () => {
    const start = newDocument()
    const before = insertBlock(start, newBlockAt(start, 'planar', 0), 0)
    const between = insertBlock(before, newBlockAt(before, 'planar', 1), 1)
    const { document, first } = insertRecipe(between, recipe, 1)
    const blocks = blocksInOrder(document)

    expect(blocks.map(({ type }) => type)).toEqual(['planar', ...recipe.blocks.map(({ type }) => type), 'planar'])
    expect(blocks.slice(1, -1).map(({ inverted }) => inverted)).toEqual(recipe.blocks.map((block) => !!block.inverted))
    expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length)
    expect(blocks[1].id).toBe(first)
  })

  it('changes every coordinate: couplings alternate what they pass through, autoregressive blocks their order', () => {
    const blocks = blocksInOrder(insertRecipe(newDocument(), recipe, 0).document)
    for (const key of ['mask', 'order']) {
      const values = blocks.flatMap(({ settings }) => (key in settings ? [settings[key]] : []))
      values.slice(1).forEach((value, i) => expect(value).not.toBe(values[i]))
    }
  })
})
