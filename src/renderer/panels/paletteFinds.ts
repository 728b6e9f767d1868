import { computed } from 'vue'
import { recipes } from '@shared/catalogue/recipes'
import { blocks, families } from '@shared/catalogue/registry'
import type { Citation } from '@shared/catalogue/types'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { t } from '../strings/t'
import { searchBlocks } from './paletteSearch'

/** What a person made has none. */
const noCitation: Citation = { authors: '', year: 0, title: '', source: '' }
const listed = recipes.map((recipe) => ({ ...recipe, type: recipe.name, family: 'recipe' }))

/** What the palette shows of all there is: what `query` finds of blocks, by family too, of recipes and of a person's own. */
export function usePaletteFinds(query: () => string) {
  const saved = useSavedBlockStore()

  const found = computed(() => searchBlocks(blocks, query()))
  const foundRecipes = computed(() => searchBlocks(listed, query()))
  const ownListed = computed(() =>
    saved.blocks.map((block) => ({
      block,
      label: block.name,
      type: block.id,
      family: t('panels.palette.ownFamily'),
      citation: noCitation,
    })),
  )
  const foundOwn = computed(() => searchBlocks(ownListed.value, query()).map(({ block }) => block))
  const groups = computed(() =>
    families
      .map(({ family, label }) => ({ family, label, entries: found.value.filter((entry) => entry.family === family) }))
      .filter((group) => group.entries.length > 0),
  )

  return { blocks: found, recipes: foundRecipes, own: foundOwn, groups }
}
