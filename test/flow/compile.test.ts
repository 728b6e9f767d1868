import { newBlockAt, newDocument } from '@shared/document/create'
import { setInverted, setSetting } from '@shared/document/edits/nodes'
import { insertBlock } from '@shared/document/edits/stack'
import type { FlowDocument } from '@shared/document/schema'
import { compileFlow } from '@shared/flow/compile'
import type { Flow } from '@shared/flow/flow'
import { describe, expect, it } from 'vitest'
import { fresh, moved, normalRows } from './support/blocks'
import { run } from './support/runs'

/** A document whose stack holds blocks of these types, from z to x. */
const documentOf = (...types: readonly string[]): FlowDocument =>
  types.reduce((made, type, at) => insertBlock(made, newBlockAt(made, type, at), at), newDocument())

function compiled(document: FlowDocument, dims = 2): Flow {
  const outcome = compileFlow(document, dims)
  if (!outcome.ok) throw new Error(outcome.issues.map(({ message }) => message).join(' '))
  return outcome.value
}

describe('compiling a document', () => {
  it('keeps the blocks in their order from z to x, under their own ids', () => {
    const flow = compiled(documentOf('affine', 'permutation', 'planar'))
    expect(flow.bijectors.map(({ id }) => id)).toEqual(['affine-1', 'permutation-1', 'planar-1'])
    expect(flow.base.id).toBe('base')
  })

  it('turns an inverted block round', () => {
    const document = documentOf('masked-autoregressive')
    const [plain, turned] = [compiled(document), compiled(setInverted(document, 'masked-autoregressive-1', true))]
    const [theta, rows] = [moved(plain, 1), normalRows(4, 2, 1)]
    expect(run(turned, theta, 'forward', rows)).toEqual(run(plain, theta, 'inverse', rows))
  })

  it('names every block whose settings do not fit the dimension, in words for its owner', () => {
    const document = documentOf('affine-coupling', 'affine', 'permutation')
    const masked = setSetting(
      setSetting(document, 'affine-coupling-1', 'mask', 'custom'),
      'affine-coupling-1',
      'maskEntries',
      [1, 0, 1],
    )
    const ordered = setSetting(
      setSetting(masked, 'permutation-1', 'order', 'custom'),
      'permutation-1',
      'custom',
      [0, 0],
    )
    const outcome = compileFlow(ordered, 2)
    expect(outcome.ok ? [] : outcome.issues).toMatchObject([
      { node: 'affine-coupling-1', message: "mask has 3 entries, expected 2 (the flow's dimension). Edit its mask." },
      { node: 'permutation-1', message: 'custom order is 0, 0, expected each of 0 … 1 once. Edit its custom order.' },
    ])
  })

  it('draws the same start for a block whatever stands beside it', () => {
    const startOf = (flow: Flow) => {
      const theta = fresh(flow, 5)
      return flow.parameters.flatMap(({ node, offset, size }) =>
        node === 'planar-1' ? [...theta.subarray(offset, offset + size)] : [],
      )
    }
    const alone = startOf(compiled(documentOf('planar')))
    expect(startOf(compiled(documentOf('affine-coupling', 'planar')))).toEqual(alone)
    expect(alone.some((value) => value !== 0)).toBe(true)
  })
})
