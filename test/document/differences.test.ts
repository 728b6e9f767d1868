import { newBlockAt, newDocument } from '@shared/document/create'
import { differences, differencesText } from '@shared/document/differences'
import { insertBlock, rename, setBase, setBypassed, setSetting, setTraining } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { describe, expect, it } from 'vitest'

const added = (document: FlowDocument, type: string, index: number): FlowDocument =>
  insertBlock(document, newBlockAt(document, type, index), index)

const before = ['affine-coupling', 'affine-coupling'].reduce(added, newDocument('One'))
const second = before.graph.nodes.filter(({ kind }) => kind === 'bijector')[1]!.id

const changed = [
  (document: FlowDocument) => rename(document, 'Two'),
  (document: FlowDocument) => setTraining(document, { seed: 9, batchSize: 64 }),
  (document: FlowDocument) => setBase(document, 'logistic'),
  (document: FlowDocument) => setBypassed(setSetting(document, second, 'width', 32), second, true),
].reduce((document, change) => change(document), before)

describe('differences of two documents', () => {
  it('say each thing under what it is of, once, and are the phrases of the command line', () => {
    const found = differences(before, changed)
    expect(found.parts).toEqual([
      { part: 'Document', words: ['name “One” → “Two”'] },
      { part: 'Base', words: ['Normal → Logistic'] },
      { part: 'Affine coupling', words: ['bypassed', 'width 64 → 32'] },
      { part: 'Training', words: ['batch size 512 → 64', 'seed 1 → 9'] },
    ])
    expect(found.words).toEqual([
      'name “One” → “Two”',
      'base Normal → Logistic',
      'bypassed Affine coupling',
      'Affine coupling: width 64 → 32',
      'batch size 512 → 64',
      'seed 1 → 9',
    ])
    expect(differencesText(found).split('\n').slice(0, 4)).toEqual([
      'Document',
      '  name “One” → “Two”',
      'Base',
      '  Normal → Logistic',
    ])
  })

  it('are none where the two say the same', () => {
    expect(differences(before, structuredClone(before))).toMatchObject({ words: [], parts: [] })
  })
})
