import { recipes } from '@shared/catalogue/recipes'
import { blocks } from '@shared/catalogue/registry'
import type { BlockEntry, Citation } from '@shared/catalogue/types'
import type { KeptBlock } from '@shared/rpc/protocol'
import { searchBlocks } from '../panels/paletteSearch'
import type { Subject } from '../stores/dragStore'
import { counted, t } from '../strings/t'

/** Something that the stack can be given, as a list shows it. */
export interface Addable {
  readonly subject: Exclude<Subject, { readonly kind: 'block' }>
  readonly label: string
  /** A line of mathematics, or what it is. */
  readonly line: string
  /** The block's entry; undefined for what is made of several. */
  readonly entry: BlockEntry | undefined
}

/** What a person made has no paper. */
const noCitation: Citation = { authors: '', year: 0, title: '', source: '' }

const blockList = blocks.map((entry) => ({
  ...entry,
  item: { subject: { kind: 'new', type: entry.type }, label: entry.label, line: entry.line, entry } satisfies Addable,
}))

const recipeList = recipes.map((recipe) => ({
  ...recipe,
  type: recipe.name,
  family: 'recipe',
  item: {
    subject: { kind: 'recipe', name: recipe.name },
    label: recipe.label,
    line: counted('panels.blocks', recipe.blocks.length),
    entry: undefined,
  } satisfies Addable,
}))

const ownList = (own: readonly KeptBlock[]) =>
  own.map(({ id, name }) => ({
    label: name,
    type: id,
    family: t('panels.palette.ownFamily'),
    citation: noCitation,
    item: {
      subject: { kind: 'saved', id },
      label: name,
      line: t('editor.ownBlock'),
      entry: undefined,
    } satisfies Addable,
  }))

/** What answers to the words typed: one's own blocks, then single ones, then recipes. A group takes only single blocks. */
export function findAddable(query: string, own: readonly KeptBlock[], inGroup: boolean): readonly Addable[] {
  const found = searchBlocks(blockList, query).map(({ item }) => item)
  if (inGroup) return found
  return [
    ...searchBlocks(ownList(own), query).map(({ item }) => item),
    ...found,
    ...searchBlocks(recipeList, query).map(({ item }) => item),
  ]
}
