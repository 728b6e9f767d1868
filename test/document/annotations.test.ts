import { annotationWords } from '@shared/document/annotationWords'
import { framed, notesAt } from '@shared/document/annotations'
import { nodesInOrder } from '@shared/document/chain'
import { newBlockAt, newDocument } from '@shared/document/create'
import { differences } from '@shared/document/differences'
import { applyDiff, diffDocuments, reverseDiff } from '@shared/document/diff'
import * as edits from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { sameTraining, trainedKey } from '@shared/document/trained'
import { checkDocument, parseDocument } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomDocument, randomEdit } from './generators'

const types = ['planar', 'radial', 'affine', 'permutation', 'actnorm']
const plain = types.reduce(
  (document, type, i) => edits.insertBlock(document, newBlockAt(document, type, i), i),
  newDocument(),
)
const [planar, radial, affine, permutation, actnorm] = nodesInOrder(plain).map(({ id }) => id)

const frame = (document: FlowDocument, from: string, to: string): FlowDocument =>
  edits.addFrame(document, { title: 'Middle', colour: 'green', from, to }).document
const middle = frame(plain, radial, permutation)
const noted = edits.addNote(middle, affine, 'Scales\nonly')
const inside = (document: FlowDocument): readonly string[] =>
  document.frames ? framed(document, document.frames[0]).map(({ id }) => id) : []

describe('a frame', () => {
  it('is around all from one end to the other', () => {
    expect(inside(middle)).toEqual([radial, affine, permutation])
  })

  it('closes up when an end is removed, and goes with the last in it', () => {
    const without = edits.removeBlock(middle, radial)
    expect(inside(without)).toEqual([affine, permutation])
    const gone = [affine, permutation].reduce(edits.removeBlock, without)
    expect(gone).not.toHaveProperty('frames')
  })

  it('lets go of what is moved away, and keeps what moves within', () => {
    expect(inside(edits.moveBlock(middle, permutation, 4))).toEqual([radial, affine])
    expect(inside(edits.moveBlock(middle, affine, 0))).toEqual([radial, permutation])
    expect(inside(edits.moveBlock(middle, radial, 3))).toEqual([affine, permutation, radial])
    expect(inside(edits.moveBlock(frame(plain, affine, affine), affine, 0))).toEqual([affine])
  })

  it('takes in what comes to stand between two that are in it', () => {
    expect(inside(edits.moveBlock(middle, planar, 1))).toEqual([radial, planar, affine, permutation])
    expect(inside(edits.moveBlock(middle, actnorm, 3))).toEqual([radial, affine, actnorm, permutation])
    const block = newBlockAt(middle, 'planar', 2)
    expect(inside(edits.insertBlock(middle, block, 2))).toEqual([radial, block.id, affine, permutation])
  })

  it('goes along when all that is in it moves, one after the other', () => {
    const ids = [radial, affine, permutation]
    const after = ids.reduce((document, id) => edits.moveBlock(document, id, 4), middle)
    expect(inside(edits.carried(middle, after, ids))).toEqual(ids)
  })

  it('has the group for blocks that went into one, and the blocks for a group that was dissolved', () => {
    const { document, id } = edits.groupBlocks(middle, [affine, permutation], 'Step')
    expect(inside(document)).toEqual([radial, id])
    expect(inside(edits.ungroup(document, id))).toEqual([radial, affine, permutation])
    expect(inside(edits.moveBlock(document, radial, 0, id))).toEqual([id])
  })
})

describe('a note', () => {
  it('goes with its node, wherever that stands', () => {
    const { document, id } = edits.groupBlocks(noted, [affine], 'Step')
    expect(notesAt(document, affine)).toHaveLength(1)
    expect(edits.removeBlock(document, affine)).not.toHaveProperty('notes')
    expect(notesAt(edits.moveBlock(document, affine, 0), affine)).toHaveLength(1)
    const said = edits.addNote(document, id, 'Of all')
    expect(notesAt(edits.ungroup(said, id), affine).map(({ text }) => text)).toEqual(['Scales\nonly', 'Of all'])
    expect(edits.removeBlock(edits.addNote(noted, null, 'Of the document'), affine).notes).toHaveLength(1)
  })

  it('has other words, or goes', () => {
    const [{ id }] = noted.notes!
    expect(edits.setNote(noted, id, 'Now this').notes).toMatchObject([{ text: 'Now this' }])
    expect(edits.setNote(noted, id, '')).toEqual(middle)
  })

  it('and its frame are copied with the blocks', () => {
    const copied = edits.duplicateNode(edits.addNote(frame(plain, affine, affine), affine, 'Here'), affine)
    expect(notesAt(copied.document, copied.id)).toMatchObject([{ text: 'Here' }])
    expect(copied.document.frames).toMatchObject([{ from: affine }, { from: copied.id, to: copied.id }])
  })
})

describe('notes and frames', () => {
  it('change nothing that is trained', () => {
    expect(sameTraining(plain, noted)).toBe(true)
    expect(trainedKey(noted)).toBe(trainedKey(plain))
  })

  it('are written, read back and checked', () => {
    expect(parseDocument(serialise(noted))).toEqual({ ok: true, value: noted })
    expect(Object.keys(JSON.parse(serialise(plain)) as object)).not.toContain('notes')
    expect(checkDocument(noted)).toEqual(checkDocument(plain))
    const lost = {
      ...noted,
      notes: [{ id: 'n', node: 'nobody', text: '?' }],
      frames: [{ ...noted.frames![0], to: planar }],
    }
    const found = checkDocument(lost).filter(({ path }) => /^(notes|frames)/.test(path))
    expect(found.map(({ severity, path }) => [severity, path])).toEqual([
      ['warning', 'notes[0].node'],
      ['warning', 'frames[0]'],
    ])
  })

  it('are told in the words of a diff', () => {
    expect(annotationWords(plain, noted)).toEqual(['added note on Affine: “Scales only”', 'added frame “Middle”'])
    expect(differences(noted, plain).words).toEqual(['removed note on Affine', 'removed frame “Middle”'])
    const other = edits.setFrame(noted, 'frame-1', { title: 'Core', colour: 'teal' })
    expect(annotationWords(noted, other)).toEqual(['frame “Middle”: title → “Core”, colour green → teal'])
  })

  it('come and go with undo', () => {
    for (const [before, after] of [
      [plain, noted],
      [noted, edits.removeBlock(noted, affine)],
    ]) {
      const diff = diffDocuments(before, after)
      expect(applyDiff(before, diff)).toEqual(after)
      expect(applyDiff(after, reverseDiff(diff))).toEqual(before)
    }
  })

  it('are never about nothing, whatever is done to the stack', () => {
    const place = fc.nat({ max: 8 })
    fc.assert(
      fc.property(randomDocument, fc.array(randomEdit, { maxLength: 12 }), place, place, (start, list, a, b) => {
        const chain = nodesInOrder(start).map(({ id }) => id)
        fc.pre(chain.length > 0)
        const [from, to] = [a % chain.length, b % chain.length].sort((one, other) => one - other)
        const said = edits.addNote(frame(start, chain[from], chain[to]), chain[to], 'Here')
        const end = list.reduce((document, { apply }) => apply(document), said)
        expect(checkDocument(end).filter(({ path }) => /^(notes|frames)/.test(path))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
