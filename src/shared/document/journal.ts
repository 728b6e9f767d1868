import { z } from 'zod'
import { applyDiff, type DocumentDiff } from './diff'
import { emptyHistory, record, redo, seal, undo, type History } from './history'
import { failure, type Outcome } from './issue'
import { readJson } from './read/json'
import type { FlowDocument } from './schema'
import { parseDocument } from './validate'

/**
 * What is kept of an open document outside the user's files: now and then all of it, and in between each thing that was
 * done to it, in order. Doing those again to the last state leads to the present one, undo history and all.
 */
export interface DocumentState {
  readonly document: FlowDocument
  readonly history: History
  /** The document as it can be had again, from a file or an example; null when it is nowhere else. */
  readonly saved: FlowDocument | null
  /** The very text that was opened or saved last, for a save without edits to write it again byte by byte. */
  readonly original: string | null
  /** The node that is selected. */
  readonly selected: string | null
}

/** Something that was done to a document. */
export type Deed =
  | { readonly deed: 'edit'; readonly label: string; readonly mark: string | null; readonly diff: DocumentDiff }
  | { readonly deed: 'seal' | 'undo' | 'redo' }
  /** It was written to a file, as this text. */
  | { readonly deed: 'saved'; readonly original: string }
  | { readonly deed: 'select'; readonly node: string | null }

/** The state after a deed. */
export function doAgain(state: DocumentState, deed: Deed): DocumentState {
  switch (deed.deed) {
    case 'edit': {
      const document = applyDiff(state.document, deed.diff)
      return { ...state, document, history: record(state.history, state.document, document, deed.label, deed.mark) }
    }
    case 'seal':
      return { ...state, history: seal(state.history) }
    case 'undo':
    case 'redo': {
      const step = (deed.deed === 'undo' ? undo : redo)(state.history, state.document)
      return step ? { ...state, history: step.history, document: step.document } : state
    }
    case 'saved':
      return { ...state, saved: state.document, original: deed.original }
    case 'select':
      return { ...state, selected: deed.node }
    default:
      return deed satisfies never
  }
}

/** Steps of undo, and of redo, that are kept; and characters of all of them. */
const MOST_STEPS = 200
const MOST_CHARACTERS = 4_000_000

/** A state as text, with as much of its history as is bearable: the oldest steps are left out. */
export function writeState({ document, history, saved, original, selected }: DocumentState): string {
  const isSame = saved !== null && JSON.stringify(saved) === JSON.stringify(document)
  const kept = bounded(history)
  return JSON.stringify({ version: 1, document, history: kept, saved: isSame ? true : saved, original, selected })
}

function bounded({ past, future }: History): History {
  let room = MOST_CHARACTERS
  const fits = (entry: History['past'][number]): boolean => (room -= JSON.stringify(entry).length) >= 0
  const newest = past.slice(-MOST_STEPS)
  const from = newest.findLastIndex((entry) => !fits(entry)) + 1
  const next = future.slice(0, MOST_STEPS)
  const to = next.findIndex((entry) => !fits(entry))
  return { past: newest.slice(from), future: to === -1 ? next : next.slice(0, to) }
}

const Records = z.record(z.string(), z.unknown())
const Diff = z.strictObject({
  added: Records,
  removed: Records,
  updated: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
})
const Entry = z.strictObject({ label: z.string(), mark: z.string().nullable(), diff: Diff })
const State = z.strictObject({
  version: z.literal(1),
  document: z.unknown(),
  history: z.strictObject({ past: z.array(Entry), future: z.array(Entry) }),
  saved: z.unknown(),
  original: z.string().nullable(),
  selected: z.string().nullable(),
})
const DeedText = z.discriminatedUnion('deed', [
  z.strictObject({ deed: z.literal('edit'), label: z.string(), mark: z.string().nullable(), diff: Diff }),
  z.strictObject({ deed: z.enum(['seal', 'undo', 'redo']) }),
  z.strictObject({ deed: z.literal('saved'), original: z.string() }),
  z.strictObject({ deed: z.literal('select'), node: z.string().nullable() }),
])

/** A state from its text and the deeds since. A deed that cannot be read ends it: what came before is whole. */
export function readState(text: string, deeds: readonly string[]): Outcome<DocumentState> {
  const json = readJson(text)
  if (!json.ok) return json
  const parsed = State.safeParse(json.value)
  if (!parsed.success) return failure('The kept state of the document is of another version of Diffeo.')
  const { history, saved, original, selected } = parsed.data
  const document = parseDocument(parsed.data.document)
  if (!document.ok) return document
  const before = saved === true ? document : parseDocument(saved)
  // steps of an older format would not fit the document that was brought to this one
  const isOld = (parsed.data.document as FlowDocument).version !== document.value.version
  let state: DocumentState = {
    document: document.value,
    history: isOld ? emptyHistory : (history as History),
    saved: saved === null || !before.ok ? null : before.value,
    original,
    selected,
  }
  const done = isOld ? [] : deeds.map(readDeed)
  const readable = done.findIndex((deed) => deed === null)
  const sound = (readable === -1 ? done : done.slice(0, readable)) as readonly Deed[]
  const last = ifWhole(() => sound.reduce(doAgain, state))
  if (last) return { ok: true, value: last }
  // among them is one that does not fit, of a state that was lost: those before it do
  for (const deed of sound) {
    const next = ifWhole(() => doAgain(state, deed))
    if (!next) break
    state = next
  }
  return { ok: true, value: state }
}

/** The state that comes of deeds, or null where they are none of the document they were done to. */
function ifWhole(after: () => DocumentState): DocumentState | null {
  try {
    const state = after()
    return parseDocument(state.document).ok ? state : null
  } catch {
    return null // a diff that names what the document has not
  }
}

function readDeed(line: string): Deed | null {
  const json = readJson(line)
  if (!json.ok) return null
  const deed = DeedText.safeParse(json.value)
  return deed.success ? (deed.data as Deed) : null
}
