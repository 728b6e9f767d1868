import { blocks, isStochastic } from '@shared/catalogue/registry'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { checkDocument, parseDocument } from '@shared/document/validate'
import { compileFlow } from '@shared/flow/compile'
import { describe, expect, it } from 'vitest'
import { lumpy } from '../flow/support/walks'

const walks = blocks.filter(({ type }) => isStochastic(type)).map(({ type }) => type)
const energy = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 1000, seed: 1 } as const

const withBlocks = (types: readonly string[]) =>
  types.reduce(
    (document, type, index) => insertBlock(document, newBlockAt(document, type, index), index),
    newDocument(),
  )

describe.each(walks)('a document with %s', (type) => {
  it('is at fault at the block while its data has no energy', () => {
    const errors = checkDocument(withBlocks(['affine', type])).filter(({ severity }) => severity === 'error')
    expect(errors).toHaveLength(1)
    expect(errors[0].node).toBe(`${type}-1`)
    expect(errors[0].message).toMatch(/^Block 2 .*walks towards an energy.* of kind "toy".* Choose an energy as data/)
  })

  it('is sound with an energy, and reads back as it was', () => {
    const toy = withBlocks(['affine', type])
    const document = { ...toy, data: { ...toy.data, source: energy } }
    expect(checkDocument(document)).toEqual([])
    expect(parseDocument(JSON.stringify(document))).toEqual({ ok: true, value: document })
  })
})

describe('the places of stochastic blocks', () => {
  it('are even shares of the way from the base to the target', () => {
    const flow = compileFlow(withBlocks(['metropolis', 'affine', 'langevin', 'hamiltonian', 'affine']), 2, 0, lumpy)
    if (!flow.ok) throw new Error('not compiled')
    expect(flow.value.bijectors.map(({ lambda }) => lambda)).toEqual([1 / 3, undefined, 2 / 3, 1, undefined])
    expect(flow.value.stochastic).toEqual(['metropolis-1', 'langevin-1', 'hamiltonian-1'])
  })

  it('make no flow without a target', () => {
    const flow = compileFlow(withBlocks(['metropolis']), 2)
    expect(flow.ok).toBe(false)
    if (!flow.ok) expect(flow.issues[0]).toMatchObject({ node: 'metropolis-1', severity: 'error' })
  })
})
