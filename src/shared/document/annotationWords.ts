import { nodeWithId } from './chain'
import { labelOf } from './changeWords'
import { equal } from './equal'
import type { FlowDocument, Frame, Note } from './schema'

/** A longer text is cut. */
const LONGEST = 40

/** What became of notes and frames from one document to another, one phrase for each. */
export const annotationWords = (before: FlowDocument, after: FlowDocument): readonly string[] => [
  ...changes(before.notes, after.notes, (note, document) => `note on ${anchorWords(note, document)}`, noteWords, [
    before,
    after,
  ]),
  ...changes(before.frames, after.frames, ({ title }) => `frame “${title}”`, frameWords, [before, after]),
]

function changes<T extends Note | Frame>(
  old: readonly T[] = [],
  now: readonly T[] = [],
  name: (item: T, document: FlowDocument) => string,
  said: (from: T | null, to: T) => string,
  [before, after]: readonly [FlowDocument, FlowDocument],
): readonly string[] {
  const was = new Map(old.map((item) => [item.id, item]))
  const went = old.filter(({ id }) => !now.some((item) => item.id === id))
  return [
    ...now.flatMap((item) => {
      const from = was.get(item.id) ?? null
      if (from !== null && equal(from, item)) return []
      return [
        from === null ? `added ${name(item, after)}${said(null, item)}` : `${name(from, before)}${said(from, item)}`,
      ]
    }),
    ...went.map((item) => `removed ${name(item, before)}`),
  ]
}

const anchorWords = ({ node }: Note, document: FlowDocument): string => {
  const found = nodeWithId(document, node)
  return found ? labelOf(found) : 'the document'
}

const noteWords = (_: Note | null, { text }: Note): string => `: ${cut(text)}`

function frameWords(from: Frame | null, to: Frame): string {
  if (from === null) return ''
  const [titled, coloured] = [from.title !== to.title, from.colour !== to.colour]
  const moved = from.from !== to.from || from.to !== to.to
  const words = [
    ...(titled ? [`title → “${to.title}”`] : []),
    ...(coloured ? [`colour ${from.colour} → ${to.colour}`] : []),
    ...(moved ? ['around other blocks'] : []),
  ]
  return `: ${words.join(', ')}`
}

/** On one line, and not too long. */
function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `“${line.slice(0, LONGEST - 1)}…”` : `“${line}”`
}
