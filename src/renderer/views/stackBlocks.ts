import { blockEntry } from '@shared/catalogue/registry'
import { blocksInOrder } from '@shared/document/chain'
import type { FlowDocument } from '@shared/document/schema'
import { blockColour } from '../ui/colour'

/** A block of the stack as views name it: by its place, 1 next to the base, in the colour of that place. */
export interface StackBlock {
  readonly node: string
  readonly place: number
  readonly title: string
  readonly colour: string
}

export function stackBlocks(document: FlowDocument | null): readonly StackBlock[] {
  if (document === null) return []
  const blocks = blocksInOrder(document)
  return blocks.map(({ id, type }, i) => ({
    node: id,
    place: i + 1,
    title: blockEntry(type)?.label ?? type,
    colour: blockColour(i + 1, blocks.length),
  }))
}
