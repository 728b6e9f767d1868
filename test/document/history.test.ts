import { newBlockAt, newDocument } from '@shared/document/create'
import { applyDiff, diffDocuments, isEmpty, noDiff, reverseDiff, squash } from '@shared/document/diff'
import { insertBlock, rename, setSetting } from '@shared/document/edits'
import { emptyHistory, record, redo, seal, undo } from '@shared/document/history'
import type { History } from '@shared/document/history'
import type { FlowDocument } from '@shared/document/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomDocument, randomEdit } from './generators'

/** Edits in order, each recorded. */
function play(
  start: FlowDocument,
  list: readonly { label: string; mark: string | null; apply(d: FlowDocument): FlowDocument }[],
) {
  let document = start
  let history: History = emptyHistory
  for (const edit of list) {
    const next = edit.apply(document)
    history = record(history, document, next, edit.label, edit.mark)
    document = next
  }
  return { document, history }
}

function rewind(history: History, document: FlowDocument) {
  for (let step = undo(history, document); step; step = undo(history, document)) ({ history, document } = step)
  return { history, document }
}

function replay(history: History, document: FlowDocument) {
  for (let step = redo(history, document); step; step = redo(history, document)) ({ history, document } = step)
  return { history, document }
}

describe('a diff', () => {
  it('takes one document to the other and, reversed, back to the very first', () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, (before, after) => {
        const diff = diffDocuments(before, after)
        expect(applyDiff(before, diff)).toEqual(after)
        expect(applyDiff(after, reverseDiff(diff))).toEqual(before)
      }),
      { numRuns: 60 },
    )
  })

  it('squashes with the next into the diff of both', () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, randomDocument, (a, b, c) => {
        const squashed = squash(diffDocuments(a, b), diffDocuments(b, c))
        expect(squashed).toEqual(diffDocuments(a, c))
      }),
      { numRuns: 60 },
    )
  })

  it('squashes with its reverse into nothing', () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, (a, b) => {
        const diff = diffDocuments(a, b)
        expect(squash(diff, reverseDiff(diff))).toEqual(noDiff)
      }),
      { numRuns: 60 },
    )
  })

  it('restores documents whose node ids repeat', () => {
    const document = newDocument()
    const twice = {
      ...document,
      graph: { ...document.graph, nodes: [...document.graph.nodes, ...document.graph.nodes] },
    }
    const diff = diffDocuments(document, twice)
    expect(applyDiff(document, diff)).toEqual(twice)
    expect(applyDiff(twice, reverseDiff(diff))).toEqual(document)
  })

  it('shares what it does not name', () => {
    const document = newDocument()
    const next = applyDiff(document, diffDocuments(document, rename(document, 'Other')))
    expect(next.name).toBe('Other')
    expect(next.graph).toBe(document.graph)
    expect(next.training).toBe(document.training)
  })
})

describe('undo', () => {
  it('of everything returns the exact first document, and redo of everything the last', () => {
    fc.assert(
      fc.property(randomDocument, fc.array(randomEdit, { maxLength: 25 }), (start, list) => {
        const { document, history } = play(start, list)
        const first = rewind(history, document)
        expect(first.document).toEqual(start)
        expect(first.history.past).toEqual([])
        expect(replay(first.history, first.document).document).toEqual(document)
      }),
      { numRuns: 60 },
    )
  })

  const withSpline = insertBlock(newDocument(), newBlockAt(newDocument(), 'spline-coupling', 0), 0)
  const drag = (values: readonly number[]) =>
    values.map((width) => ({
      label: 'Change width',
      mark: 'width',
      apply: (document: FlowDocument) => setSetting(document, 'spline-coupling-1', 'width', width),
    }))
  const steps = Array.from({ length: 40 }, (_, index) => index + 100)

  it('takes a drag of 40 steps back at once', () => {
    const { document, history } = play(withSpline, drag(steps))
    expect(history.past.map((entry) => entry.label)).toEqual(['Change width'])
    const back = undo(history, document)!
    expect(back.document).toEqual(withSpline)
    expect(redo(back.history, back.document)!.document).toEqual(document)
  })

  it('keeps two drags of the same slider apart once the first is sealed', () => {
    const first = play(withSpline, drag([70, 80]))
    const end = setSetting(first.document, 'spline-coupling-1', 'width', 90)
    const sealed = record(seal(first.history), first.document, end, 'Change width', 'width')
    expect(sealed.past).toHaveLength(2)
    expect(undo(sealed, end)!.document).toEqual(first.document)
  })

  it('forgets a drag that ends where it began', () => {
    expect(play(withSpline, drag([70, 80, 64])).history.past).toEqual([])
  })

  it('keeps no step for an edit that changes nothing', () => {
    const history = record(emptyHistory, withSpline, rename(withSpline, withSpline.name), 'Rename')
    expect(history).toBe(emptyHistory)
    expect(isEmpty(diffDocuments(withSpline, structuredClone(withSpline)))).toBe(true)
  })

  it('starts a step of its own after undo, and drops what could be redone', () => {
    const { document, history } = play(withSpline, [
      ...drag([70]),
      { label: 'Rename', mark: 'width', apply: (d) => rename(d, 'B') },
    ])
    expect(history.past).toHaveLength(1)
    const back = undo(history, document)!
    const next = rename(back.document, 'C')
    const branched = record(back.history, back.document, next, 'Rename', 'width')
    expect(branched.past.map((entry) => entry.label)).toEqual(['Rename'])
    expect(redo(branched, next)).toBeNull()
  })
})
