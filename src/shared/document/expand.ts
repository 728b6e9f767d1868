import { oppositeSettings } from '../catalogue/alternate'
import type { Settings } from '../catalogue/types'
import { equal } from './equal'
import { ownSettings } from './ownSettings'
import type { BijectorNode, GroupNode } from './schema'

/** What stands in the chain between base and data. */
export type StackNode = BijectorNode | GroupNode

/** A block as the flow has it, and where the document has it. */
export interface Placed {
  /** With an id of its own in every repeat, the settings of that repeat, and bypassed or frozen where its group is. */
  readonly block: BijectorNode
  /** The same block as it stands in the document. */
  readonly source: BijectorNode
  readonly group: GroupNode | null
  /** 1 to the group's `repeats`; 1 outside of groups. */
  readonly repeat: number
}

/** The id of a group's block in a repeat: in the first its own, so that grouping keeps what blocks have learnt. */
export const repeatedId = (id: string, repeat: number): string => (repeat === 1 ? id : `${id}_${repeat}`)

/** Every block that these nodes stand for, in order from z to x: groups one repeat after the other. */
export const placed = (nodes: readonly StackNode[]): readonly Placed[] =>
  nodes.flatMap((node) =>
    node.kind === 'group'
      ? Array.from({ length: node.repeats }, (_, i) => node.nodes.map((block) => inRepeat(node, block, i + 1))).flat()
      : [{ block: node, source: node, group: null, repeat: 1 }],
  )

/** The plain blocks that these nodes stand for, in order from z to x. */
export const expand = (nodes: readonly StackNode[]): readonly BijectorNode[] => placed(nodes).map(({ block }) => block)

/** Whether the flow has the block; one that is bypassed it leaves out. */
export const isActive = ({ bypassed }: Pick<BijectorNode, 'bypassed'>): boolean => bypassed !== true

/** What is true of a group is true of each of its blocks. */
const asGroup = ({ bypassed, frozen }: GroupNode): Pick<BijectorNode, 'bypassed' | 'frozen'> => ({
  ...(bypassed === true && { bypassed }),
  ...(frozen === true && { frozen }),
})

function inRepeat(group: GroupNode, source: BijectorNode, repeat: number): Placed {
  const shared = asGroup(group)
  const own = Object.keys(shared).length > 0 ? { ...source, ...shared } : source
  if (repeat === 1) return { block: own, source, group, repeat }
  const turned = group.alternate && repeat % 2 === 0 ? oppositeSettings(source.type, source.settings) : {}
  const settings = ownSettings({ ...source.settings, ...turned })
  return { block: { ...own, id: repeatedId(source.id, repeat), settings }, source, group, repeat }
}

/**
 * Whether blocks that are repeated as they are would bend the same coordinates twice running: the last with a mask or an
 * order is not yet the opposite of the first.
 */
export function needsAlternating(nodes: readonly BijectorNode[]): boolean {
  return ['mask', 'order'].some((key) => {
    const kin = nodes.filter(({ type, settings }) => key in oppositeSettings(type, settings))
    const [first, last] = [kin.at(0), kin.at(-1)]
    return first && last && !equal(oppositeSettings(last.type, last.settings), own(first))
  })
}

/** A block's mask or order in full, defaults and all: the opposite of its opposite. */
const own = ({ type, settings }: BijectorNode): Settings =>
  oppositeSettings(type, { ...settings, ...oppositeSettings(type, settings) })
