import { framed, framesAround, notesAt } from '@shared/document/annotations'
import { allNodes, groupAround } from '@shared/document/chain'
import type { FlowDocument, Frame } from '@shared/document/schema'
import { t } from '../strings/t'
import type { Extent } from './fit'
import { REGION_REACH, REGION_STEP, WIDTH } from './layout'
import type { Region, RegionPlace } from './layout'
import { nameOf } from './noteCommands'
import { NOTE_WIDTH, noteColumn, placeNotes } from './notePlaces'

/** Notes and frames of a document on the canvas. Frames are regions there, as a frame is what is drawn round a group. */

export interface RegionData {
  readonly kind: 'region'
  readonly frame: Frame
  /** Blocks and groups in it. */
  readonly count: number
}

export interface NoteData {
  readonly kind: 'note'
  /** Null of one that is not in the document yet. */
  readonly id: string | null
  readonly node: string | null
  /** What it is on. */
  readonly name: string
  readonly text: string
  /** From its top to where its line leads; null where none does. */
  readonly lead: number | null
  /** From its left edge to that place. */
  readonly reach: number
}

/** What the drawing of notes needs beside the document. */
export interface NoteLook {
  /** As drawn, by the key of each note. */
  readonly heights: ReadonlyMap<string, number>
  /** The node of a new note that is being written, or null for the document. */
  readonly draft: { readonly node: string | null } | null
}
export const plainLook: NoteLook = { heights: new Map(), draft: null }

/** A new note has no id yet; this is none that a document may have. */
const DRAFT = ':draft'
export const noteKey = (id: string | null): string => id ?? DRAFT

/** What is said of a node by notes and frames, in words. */
export const saidOf = (document: FlowDocument, id: string): readonly string[] => [
  ...(document.frames ? framesAround(document, [id]).map(({ title }) => t('notes.inFrame', { title })) : []),
  ...notesAt(document, id).map(({ text }) => t('notes.spoken', { text })),
]

/** Frames as regions of the chain, without what the hand holds. */
export const regionsOf = (document: FlowDocument, moving?: string): readonly Region[] =>
  (document.frames ?? []).flatMap((frame) => {
    const inside = framed(document, frame).filter(({ id }) => id !== moving)
    return inside.length === 0 ? [] : [{ id: frame.id, from: inside[0].id, to: inside[inside.length - 1].id }]
  })

interface Spot {
  readonly x: number
  readonly y: number
  readonly height: number
}

export interface Annotated {
  readonly regions: readonly { readonly place: RegionPlace; readonly data: RegionData }[]
  readonly notes: readonly { readonly key: string; readonly x: number; readonly y: number; readonly data: NoteData }[]
  /** What regions and notes take up beside and below the chain. */
  readonly extent: Extent
}

/** Regions and notes for nodes that stand where `placeOf` says; those of a folded group are at its heading. */
export function annotated(
  document: FlowDocument,
  regions: readonly RegionPlace[],
  placeOf: (id: string) => Spot | undefined,
  { heights, draft }: NoteLook,
): Annotated {
  const frames = new Map(document.frames?.map((frame) => [frame.id, frame]))
  const holds = Math.max(0, ...regions.map((region) => region.holds))
  const column = noteColumn(regions.length > 0, holds)
  const known = new Set(allNodes(document).map(({ id }) => id))
  const all = [
    ...(document.notes ?? []).map((note) => ({ ...note, id: note.id as string | null })),
    ...(draft ? [{ id: null, node: draft.node, text: '' }] : []),
  ].map((note) => ({ ...note, key: noteKey(note.id) }))
  const spotOf = (node: string | null): Spot | undefined =>
    node === null || !known.has(node) ? undefined : (placeOf(node) ?? placeOf(groupAround(document, node)?.id ?? ''))
  const places = placeNotes(
    all.map(({ key, node }) => {
      const spot = spotOf(node)
      return { id: key, y: spot?.y ?? 0, at: spot ? spot.y + Math.min(spot.height / 2, LEAD_AT) : null }
    }),
    (key) => heights.get(key),
  )
  const byKey = new Map(all.map((note) => [note.key, note]))
  const notes = places.map(({ id: key, y, lead }) => {
    const { id, node, text } = byKey.get(key)!
    const x = column + (spotOf(node)?.x ?? 0)
    const data: NoteData = { kind: 'note', id, node, name: nameOf(document, node), text, lead, reach: column - WIDTH }
    return { key, x, y, data }
  })
  const reach = regions.length > 0 ? REGION_REACH + holds * REGION_STEP : 0
  const right = notes.length > 0 ? column + NOTE_WIDTH : WIDTH + reach
  const bottom = Math.max(0, ...notes.map(({ key, y }) => y + (heights.get(key) ?? 0)))
  return {
    regions: regions.flatMap((place) => {
      const frame = frames.get(place.id)
      return frame ? [{ place, data: { kind: 'region', frame, count: framed(document, frame).length } }] : []
    }),
    notes,
    extent: { left: -reach, width: right + reach, bottom },
  }
}

/** How far down a block the line of its note leads at most. */
const LEAD_AT = 14
