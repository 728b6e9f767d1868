import type { Node as FlowNode } from '@vue-flow/core'
import type { BlockEntry } from '@shared/catalogue/types'
import type { Issue } from '@shared/document/issue'
import type { BijectorNode, GroupNode } from '@shared/document/schema'
import type { NoteData, RegionData } from './annotate'
import type { BlockForm, Spot } from './layout'
import type { SetAside } from './setAside'

/** What the canvas draws: what each node shows, where, and the wires between them. */

export interface BlockData {
  readonly kind: 'block'
  /** With the settings of the repeat that is shown. */
  readonly node: BijectorNode
  /** What the flow calls it. */
  readonly idInFlow: string
  /** Undefined for a type that this version does not know. */
  readonly entry: BlockEntry | undefined
  /** Place in the flow, 1…K from the base; 0 of a block that is bypassed. */
  readonly k: number
  readonly K: number
  readonly colour: string
  readonly form: BlockForm
  readonly aside: SetAside
  /** Its notes and the frames around it, in words. */
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface GroupData {
  readonly kind: 'group'
  readonly node: GroupNode
  /** Places in the flow of its first and last block, all repeats counted; 0 where all are bypassed. */
  readonly first: number
  readonly last: number
  readonly colours: readonly [first: string, last: string]
  readonly aside: SetAside
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface TerminalData {
  readonly kind: 'base' | 'data'
  readonly title: string
  readonly note: string
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface GhostData {
  readonly kind: 'ghost'
  readonly colour: string
  readonly form: BlockForm
}

/** Of a node of the document. */
export type StackData = BlockData | GroupData | TerminalData
export type NodeData = StackData | GhostData | RegionData | NoteData

export interface EdgeData {
  readonly glowing: boolean
  /** How much of it, at the end of its source, lies under headings of the group and frames that it leaves. */
  readonly under: number
  /** How much of it, at the end of its target, lies within the group and frames that it enters. */
  readonly within: number
}

export type CanvasNode = FlowNode<NodeData>

/** A wire from `source` up to `target`, whose middle it reaches from below. */
export interface CanvasEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly x: number
  /** Where the target ends. */
  readonly y: number
  /** Down from there to the source. */
  readonly length: number
  readonly data: EdgeData
}

/** Where a node is, its top left corner. */
export interface CanvasPlace {
  readonly x: number
  readonly y: number
  readonly height: number
}

/** What hovers over the chain, and at which place it would enter. */
export interface Hover {
  readonly spot: Spot
  /** A block or group of the stack on its way to another place, with the spot where the hand holds it; null for a new block. */
  readonly held: { readonly id: string; readonly x: number; readonly y: number } | null
  /** All stand as they did: the wire glows, and no room is made. */
  readonly still?: boolean
}

/** The colour of a block that has no place in the flow. */
export const LEFT_OUT = 'var(--left-out)'

/** What the nodes show, by id. */
export type Contents = ReadonlyMap<string, StackData>
