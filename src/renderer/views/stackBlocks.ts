import { blockEntry } from '@shared/catalogue/registry'
import { flowPlaces } from '@shared/document/chain'
import type { Placed } from '@shared/document/expand'
import type { FlowDocument } from '@shared/document/schema'
import { blockColour } from '../ui/colour'
import { t } from '../strings/t'

/** A block of the stack as views name it: by its place, 1 next to the base, in the colour of that place. */
export interface StackBlock {
  readonly node: string
  readonly place: number
  readonly title: string
  readonly colour: string
}

export function stackBlocks(document: FlowDocument | null): readonly StackBlock[] {
  if (document === null) return []
  const blocks = flowPlaces(document)
  return blocks.map((placed, i) => ({
    node: placed.block.id,
    place: i + 1,
    title: titleOf(placed),
    colour: blockColour(i + 1, blocks.length),
  }))
}

/** What a block is, and of a group that is repeated the number of the repeat: "Affine coupling · 3 of 8". */
export function titleOf({ block, group, repeat }: Placed): string {
  const label = blockEntry(block.type)?.label ?? block.type
  return group && group.repeats > 1 ? t('views.ofRepeats', { label, repeat, repeats: group.repeats }) : label
}
