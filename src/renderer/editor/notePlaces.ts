import { REGION_REACH, REGION_STEP, WIDTH } from './layout'

/** Notes stand beside the chain, each at its node or as near below it as there is room. Pixels at zoom 1. */
export const NOTE_WIDTH = 136
const APART = 6
/** Until a note was drawn. */
const USUAL_HEIGHT = 40
/** Between the blocks, or what is around them, and the notes. */
const GUTTER = 10

export interface NoteAnchor {
  readonly id: string
  /** The top of what it is about, and the height at which a line leads there; null where none does. */
  readonly y: number
  readonly at: number | null
}

export interface NotePlace {
  readonly id: string
  readonly y: number
  /** From the note's top to where its line leads. */
  readonly lead: number | null
}

/** Where the column of notes begins: outside of all regions, of which `holds` is how many the outermost holds. */
export const noteColumn = (regions: boolean, holds: number): number =>
  WIDTH + GUTTER + (regions ? REGION_REACH + holds * REGION_STEP : 12)

/** Places from the top down, without any over another. */
export function placeNotes(
  anchors: readonly NoteAnchor[],
  heightOf: (id: string) => number | undefined,
): readonly NotePlace[] {
  let free = -Infinity
  return anchors
    .toSorted((a, b) => a.y - b.y)
    .map(({ id, y: wanted, at }) => {
      const y = Math.max(wanted, free)
      free = y + (heightOf(id) ?? USUAL_HEIGHT) + APART
      return { id, y, lead: at === null ? null : at - y }
    })
}
