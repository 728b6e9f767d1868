import { describe, expect, it } from 'vitest'
import { blocks, defaultSettings } from '@shared/catalogue/registry'
import type { BijectorNode } from '@shared/document/schema'
import { blocksInOrder } from '@shared/document/chain'
import { directionsOf } from '../../../src/renderer/editor/directions'
import { stackJacobian } from '../../../src/renderer/editor/stackJacobian'
import { applies, lineOf, summary } from '../../../src/renderer/editor/summary'
import { computationWords } from '../../../src/renderer/ui/computationWords'
import { documentOf } from '../documents'

const entryOf = (type: string) => blocks.find((entry) => entry.type === type)!
const structureOf = (...types: string[]) => stackJacobian(blocksInOrder(documentOf(...types)))

describe('the summary on a block', () => {
  it('names the mask, the bins and the network of a spline coupling', () => {
    const entry = entryOf('spline-coupling')
    expect(summary(entry.settings, defaultSettings(entry))).toBe('even · bins 8 · 2 × 64')
  })

  it('names what differs from the default', () => {
    const entry = entryOf('affine-coupling')
    const words = summary(entry.settings, { ...defaultSettings(entry), activation: 'tanh', scaleBound: 3.5 })
    expect(words).toContain('tanh')
    expect(words).toContain('scale bound 3.5')
  })

  it.each(blocks.map((entry) => [entry.type, entry] as const))('says nothing undefined of %s', (_, entry) => {
    expect(summary(entry.settings, {})).not.toMatch(/undefined|NaN/)
    expect(summary(entry.settings, defaultSettings(entry))).not.toMatch(/undefined|NaN/)
  })

  it('writes a typed map as a formula, with an interval of its own', () => {
    const entry = entryOf('expression')
    expect(summary(entry.settings, { expression: '2z + 1' })).toBe('f(z) = 2z + 1')
    const cube = { expression: 'z^3', from: -0.5, to: 0.5, outside: 'nothing' }
    expect(summary(entry.settings, cube)).toBe('f(z) = z^3 · on −0.5 … 0.5')
  })

  it('leaves out a setting that another one switches off', () => {
    const entry = entryOf('spline-coupling')
    const mask = entry.settings.find((setting) => setting.key === 'maskEntries')!
    expect(applies(mask, { mask: 'even' })).toBe(false)
    expect(applies(mask, { mask: 'custom' })).toBe(true)
  })
})

describe('the formula on a block', () => {
  it('leads from x to z where the block is inverted', () => {
    expect(lineOf(entryOf('planar'), false)).toBe('x = z + û tanh(wᵀz + b)')
    expect(lineOf(entryOf('planar'), true)).toBe('z = x + û tanh(wᵀx + b)')
    expect(lineOf(entryOf('masked-autoregressive'), true)).toBe('zᵢ = eᵅ xᵢ + μ, from z before i')
  })
})

describe('the Jacobian of the whole stack', () => {
  it('is that of its one block', () => {
    for (const { type, jacobian } of blocks) expect(jacobian).toMatchObject(structureOf(type))
  })

  it('has the zeros of a matrix that is typed', () => {
    const [block] = blocksInOrder(documentOf('dense-matrix'))
    const structure = (...matrix: number[]) => stackJacobian([{ ...block, settings: { matrix } }]).structure
    expect(structure(2, 0, 0, 3)).toBe('diagonal')
    expect(structure(2, 0, 7, 3)).toBe('triangular')
    expect(structure(2, 1, 0, 3)).toBe('full')
  })

  it('stays diagonal, permuting or triangular only while every factor is', () => {
    expect(structureOf('affine', 'actnorm').structure).toBe('diagonal')
    expect(structureOf('permutation', 'affine', 'permutation').structure).toBe('permutation')
    expect(structureOf('permutation', 'masked-autoregressive').structure).toBe('full')
    expect(structureOf('masked-autoregressive', 'sylvester-triangular').structure).toBe('triangular')
  })

  it('fills up where couplings alternate their masks, and keeps its blocks where they do not', () => {
    expect(structureOf('affine-coupling', 'affine-coupling').structure).toBe('full')
    const [first] = blocksInOrder(documentOf('affine-coupling'))
    const twice: BijectorNode[] = [first, { ...first, id: 'again' }]
    expect(stackJacobian(twice).structure).toBe('block')
  })

  it('is constant only if every factor is', () => {
    expect(structureOf('affine', 'lu-linear').constant).toBe(true)
    expect(structureOf('affine', 'planar').constant).toBe(false)
  })
})

describe('the directions of a block', () => {
  it('change places when it is inverted', () => {
    const entry = entryOf('planar')
    expect(directionsOf(entry, false).forward).toBe(entry.forward)
    expect(directionsOf(entry, true).forward).toBe(entry.inverse)
  })

  it('say the solver where there is one', () => {
    const { inverse } = entryOf('planar')
    expect(computationWords(inverse)).toContain('Newton')
  })
})
