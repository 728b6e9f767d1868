import { describe, expect, it } from 'vitest'
import { insertBlock, setSetting } from '@shared/document/edits'
import { newBlock } from '@shared/document/create'
import { settingsTable } from '@shared/document/settingsTable'
import { smallDocument } from '../engine/documents'

const document = smallDocument({}, ['affine-coupling', 'planar'])
const { training } = document

describe('the table of settings that differ', () => {
  it('has a row for each, with its value in every document, and none for what is alike', () => {
    const faster = { ...document, name: 'Other', training: { ...training, batchSize: 16, optimizer: { ...training.optimizer, learningRate: 0.05 } } } // prettier-ignore
    const wider = setSetting(document, 'affine-coupling-1', 'width', 12)
    expect(settingsTable([document, document])).toEqual([])
    expect(settingsTable([document, faster, wider])).toEqual([
      { part: '1 Affine coupling', name: 'width', words: ['64', '64', '12'] },
      { part: 'Training', name: 'batch size', words: ['32', '16', '32'] },
      { part: 'Training', name: 'learning rate', words: [String(training.optimizer.learningRate), '0.05', String(training.optimizer.learningRate)] }, // prettier-ignore
    ])
  })

  it('says first which blocks there are where the stacks differ', () => {
    const longer = insertBlock(document, newBlock('planar', 'more'), 2)
    const [stack, ...rest] = settingsTable([document, longer])
    expect(stack).toEqual({
      part: 'Stack',
      name: 'blocks',
      words: ['Affine coupling, Planar', 'Affine coupling, 2 × Planar'],
    })
    expect(rest[0]).toEqual({ part: '3 Planar', name: 'type', words: [null, 'Planar'] })
  })
})
