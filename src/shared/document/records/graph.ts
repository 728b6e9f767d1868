import { z } from 'zod'
import { Id, SettingsRecord } from './common'

/** The flow itself: its base, its blocks and groups of blocks, its data, and the edges between them. */

export const BaseNode = z.strictObject({
  id: Id,
  kind: z.literal('base'),
  type: z.string().max(64),
  settings: SettingsRecord,
})

/** Of a block, or of all blocks of a group. Written only when true. */
const setAside = {
  /** The flow leaves it out, as the identity that it then stands for; what it has learnt waits for it to be switched on. */
  bypassed: z.boolean().optional(),
  /** Training leaves its parameters as they are. */
  frozen: z.boolean().optional(),
}

export const BijectorNode = z.strictObject({
  id: Id,
  kind: z.literal('bijector'),
  type: z.string().max(64),
  settings: SettingsRecord,
  /** Swaps the block's directions: x → z becomes z → x. An inverted MAF is an IAF. */
  inverted: z.boolean(),
  ...setAside,
})

/** Blocks that stand in the stack `repeats` times over, each time with parameters of their own (`expand.ts`). */
export const GroupNode = z.strictObject({
  id: Id,
  kind: z.literal('group'),
  label: z.string().max(64),
  repeats: z.number().int().min(1).max(64),
  /** In every second repeat, blocks with a mask or an order take the opposite one. */
  alternate: z.boolean(),
  ...setAside,
  /** In order from z to x. Their ids leave room for the number of a repeat. */
  nodes: z
    .array(BijectorNode.extend({ id: Id.max(60) }))
    .min(1)
    .max(512),
})

export const DataNode = z.strictObject({ id: Id, kind: z.literal('data') })

export const GraphNode = z.discriminatedUnion('kind', [BaseNode, BijectorNode, GroupNode, DataNode])

/** An edge points from z towards x. */
export const Edge = z.strictObject({ from: Id, to: Id })

export const Graph = z.strictObject({
  nodes: z.array(GraphNode).max(512),
  edges: z.array(Edge).max(1024),
})

export type BaseNode = z.infer<typeof BaseNode>
export type BijectorNode = z.infer<typeof BijectorNode>
export type GroupNode = z.infer<typeof GroupNode>
export type DataNode = z.infer<typeof DataNode>
export type GraphNode = z.infer<typeof GraphNode>
export type Edge = z.infer<typeof Edge>
export type Graph = z.infer<typeof Graph>
