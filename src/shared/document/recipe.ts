import type { Recipe } from '../catalogue/recipes'
import { newBlockAt } from './create'
import { insertBlock } from './edits'
import { ownSettings } from './ownSettings'
import type { FlowDocument } from './schema'

/**
 * Puts the blocks of a recipe at `index` of the stack (0 is next to the base), each with an id of its own and, where the
 * recipe does not say, with the mask or order that alternates with the block before it. `first` is the id of the first.
 */
export function insertRecipe(
  document: FlowDocument,
  recipe: Recipe,
  index: number,
): { readonly document: FlowDocument; readonly first: string } {
  let [grown, first] = [document, '']
  recipe.blocks.forEach(({ type, settings = {}, inverted = false }, i) => {
    const block = newBlockAt(grown, type, index + i)
    grown = insertBlock(
      grown,
      { ...block, settings: { ...block.settings, ...ownSettings(settings) }, inverted },
      index + i,
    )
    first ||= block.id
  })
  return { document: grown, first }
}
