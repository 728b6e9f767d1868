import { z } from 'zod'
import { Id } from './common'

/** What a person says of a node, one inside of a group included, or of the whole document where `node` is null. */
export const Note = z.strictObject({
  id: Id,
  node: Id.nullable(),
  /** One line or several. */
  text: z.string().min(1).max(2000),
})

/** Hues that no place between z and x has. */
export const frameColours = ['grey', 'olive', 'green', 'teal'] as const

/** A named part of the chain: all that stands from one of its blocks or groups to another, both included. */
export const Frame = z.strictObject({
  id: Id,
  title: z.string().max(64),
  colour: z.enum(frameColours),
  /** The end on the side of z. */
  from: Id,
  /** The end on the side of x; the same for a frame around one. */
  to: Id,
})

export type Note = z.infer<typeof Note>
export type Frame = z.infer<typeof Frame>
