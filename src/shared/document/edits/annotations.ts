import { framed } from '../annotations'
import { allNodes, nodesInOrder } from '../chain'
import { equal } from '../equal'
import { expand } from '../expand'
import type { StackNode } from '../expand'
import { freshIdAmong } from '../ids'
import type { FlowDocument, Frame, Note } from '../schema'

/* Edits of notes and frames, and what becomes of them when the stack is edited. As in `stack.ts`: pure, sharing what stays. */

/** A note on a node, or with null on the document. */
export function addNote(document: FlowDocument, node: string | null, text: string): FlowDocument {
  const id = freshFor(document.notes, 'note')
  return withNotes(document, [...(document.notes ?? []), { id, node, text }])
}

/** Gives a note other words; without any it goes. */
export const setNote = (document: FlowDocument, id: string, text: string): FlowDocument =>
  withNotes(
    document,
    (document.notes ?? []).flatMap((note) => (note.id !== id ? [note] : text === '' ? [] : [{ ...note, text }])),
  )

/** A frame around all from one block or group of the chain to another. */
export function addFrame(
  document: FlowDocument,
  frame: Omit<Frame, 'id'>,
): { readonly document: FlowDocument; readonly id: string } {
  const id = freshFor(document.frames, 'frame')
  return { document: withFrames(document, [...(document.frames ?? []), { id, ...frame }]), id }
}

export const setFrame = (
  document: FlowDocument,
  id: string,
  patch: Partial<Pick<Frame, 'title' | 'colour'>>,
): FlowDocument =>
  withFrames(
    document,
    (document.frames ?? []).map((frame) => (frame.id === id ? { ...frame, ...patch } : frame)),
  )

/** Takes the frame away and leaves what is in it. */
export const removeFrame = (document: FlowDocument, id: string): FlowDocument =>
  withFrames(
    document,
    (document.frames ?? []).filter((frame) => frame.id !== id),
  )

/**
 * The document `after` an edit of the stack, with notes and frames that fit it; `moved` is the node that the edit moved, if
 * it moved one. A note goes with its node. A frame closes up around what is left in it: a group stands for blocks that
 * went into it, blocks for the group they were. What moves leaves the frame, unless it still stands in it or beside its
 * end; what comes to stand between two that are in it is in it too. A frame around nothing goes.
 */
export function followed(before: FlowDocument, after: FlowDocument, moved: string | null = null): FlowDocument {
  if (!after.notes && !after.frames) return after
  const ids = new Set(allNodes(after).map(({ id }) => id))
  const notes = (after.notes ?? []).filter(({ node }) => node === null || ids.has(node))
  const nodes = nodesInOrder(after)
  const frames = (after.frames ?? []).flatMap((frame) => {
    const members = framed(before, frame)
    const own = members.some(({ id }) => id === moved) ? nodes.findIndex(({ id }) => id === moved) : -1
    const stayed = members.filter(({ id }) => id !== moved).flatMap((node) => placesOf(node, nodes, moved))
    const [first, last] = [Math.min(...stayed), Math.max(...stayed)]
    if (stayed.length === 0) return own < 0 ? [] : [{ ...frame, from: nodes[own].id, to: nodes[own].id }]
    const touches = own >= 0 && (own === first - 1 || own === last + 1)
    const [from, to] = touches ? [Math.min(first, own), Math.max(last, own)] : [first, last]
    return [{ ...frame, from: nodes[from].id, to: nodes[to].id }]
  })
  return withFrames(withNotes(after, notes), frames)
}

/** Where on the chain a node of the chain before stands: itself, the group it went into, or the blocks it was. */
function placesOf(node: StackNode, chain: readonly StackNode[], moved: string | null): readonly number[] {
  const own = chain.findIndex(({ id }) => id === node.id)
  if (own >= 0) return [own]
  const blocks = new Set(expand([node]).map(({ id }) => id))
  return chain.flatMap((other, at) => {
    const held = other.kind === 'group' ? other.nodes : [other]
    return other.id !== moved && held.some(({ id }) => blocks.has(id)) ? [at] : []
  })
}

/** The document `after` all of these nodes were moved, one by one: frames whose blocks are all among them went along. */
export function carried(before: FlowDocument, after: FlowDocument, ids: readonly string[]): FlowDocument {
  const chain = nodesInOrder(after).map(({ id }) => id)
  const along = (before.frames ?? []).flatMap((frame) => {
    const members = framed(before, frame)
    const places = members.map(({ id }) => chain.indexOf(id)).sort((a, b) => a - b)
    const together = places.every((at, i) => at >= 0 && at === places[0] + i)
    const all = members.length > 0 && together && members.every(({ id }) => ids.includes(id))
    return all ? [{ ...frame, from: chain[places[0]], to: chain[places[places.length - 1]] }] : []
  })
  const ends = new Map(along.map((frame) => [frame.id, frame]))
  return withFrames(
    after,
    (after.frames ?? []).map((frame) => ends.get(frame.id) ?? frame),
  )
}

/** With other ids of nodes in notes and frames: `names` has the new one for each that changed. */
export function readdressed(document: FlowDocument, names: ReadonlyMap<string, string>): FlowDocument {
  const now = (id: string) => names.get(id) ?? id
  const notes = (document.notes ?? []).map((note) => (note.node === null ? note : { ...note, node: now(note.node) }))
  const frames = (document.frames ?? []).map((frame) => ({ ...frame, from: now(frame.from), to: now(frame.to) }))
  return withFrames(withNotes(document, notes), frames)
}

/** Notes and frames of a part of a stack. */
export interface Annotations {
  readonly notes: readonly Note[]
  readonly frames: readonly Frame[]
}

/** What is noted at these nodes of the document, and the frames that hold nothing else. */
export function annotationsOf(document: FlowDocument, nodes: readonly StackNode[]): Annotations {
  const ids = new Set(nodes.flatMap((node) => [node, ...(node.kind === 'group' ? node.nodes : [])]).map(({ id }) => id))
  const within = (frame: Frame) => {
    const members = framed(document, frame)
    return members.length > 0 && members.every(({ id }) => ids.has(id))
  }
  return {
    notes: (document.notes ?? []).filter(({ node }) => node !== null && ids.has(node)),
    frames: (document.frames ?? []).filter(within),
  }
}

/** The same at copies of those nodes; frames only where the copies stand side by side. */
export function annotate(
  document: FlowDocument,
  { notes, frames }: Annotations,
  copies: readonly (readonly [node: StackNode, copy: StackNode])[],
): FlowDocument {
  const names = new Map(copies.flatMap(([node, copy]) => renamings(node, copy)))
  const noted = notes.reduce(
    (next, { node, text }) => (node !== null && names.has(node) ? addNote(next, names.get(node)!, text) : next),
    document,
  )
  return frames.reduce((next, { id: _, from, to, ...rest }) => {
    const ends = { from: names.get(from) ?? '', to: names.get(to) ?? '' }
    return framed(next, ends).length > 0 ? addFrame(next, { ...rest, ...ends }).document : next
  }, noted)
}

/** Old and new id of a node and of all that is in it. */
export const renamings = (node: StackNode, renamed: StackNode): readonly (readonly [string, string])[] => [
  [node.id, renamed.id],
  ...(node.kind === 'group' && renamed.kind === 'group'
    ? node.nodes.map(({ id }, i) => [id, renamed.nodes[i].id] as const)
    : []),
]

function withNotes(document: FlowDocument, notes: readonly Note[]): FlowDocument {
  if (equal(notes, document.notes ?? [])) return document
  const { notes: _, ...rest } = document
  return notes.length > 0 ? { ...rest, notes: [...notes] } : rest
}

function withFrames(document: FlowDocument, frames: readonly Frame[]): FlowDocument {
  if (equal(frames, document.frames ?? [])) return document
  const { frames: _, ...rest } = document
  return frames.length > 0 ? { ...rest, frames: [...frames] } : rest
}

const freshFor = (list: readonly { readonly id: string }[] | undefined, word: string): string =>
  freshIdAmong(new Set(list?.map(({ id }) => id)), word)
