import { newBlockAt, newDocument } from '@shared/document/create'
import { groupBlocks, insertBlock, rename, setBypassed, setSetting, setTraining } from '@shared/document/edits'
import { trainedKey } from '@shared/document/trained'
import { describe, expect, it } from 'vitest'

const document = insertBlock(newDocument(), newBlockAt(newDocument(), 'planar', 0), 0)
const { id } = newBlockAt(newDocument(), 'planar', 0)
const key = trainedKey(document)

describe('the key of what is trained', () => {
  it('is the same for documents that train alike', () => {
    expect(trainedKey(structuredClone(document))).toBe(key)
    expect(trainedKey(rename(document, 'Other'))).toBe(key)
    expect(trainedKey(groupBlocks(document, [id], 'Step').document)).toBe(key)
    const { training } = document
    const turned = Object.fromEntries(Object.entries(training).reverse()) as typeof training
    expect(trainedKey({ ...document, training: turned })).toBe(key)
  })

  it('is another for those that do not', () => {
    const others = [
      setBypassed(document, id, true),
      setTraining(document, { clipNorm: 1 }),
      setTraining(document, { seed: 2 }),
      { ...document, data: { ...document.data, standardise: false } },
      setSetting(document, id, 'width', 3),
    ]
    expect(new Set([key, ...others.map(trainedKey)]).size).toBe(1 + others.length)
  })
})
