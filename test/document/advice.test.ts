import { newDocument } from '@shared/document/create'
import { withDefaults } from '@shared/document/defaults'
import type { FlowDocument } from '@shared/document/schema'
import { checkDocument } from '@shared/document/validate'
import { describe, expect, it } from 'vitest'
import { broken, type Loose, nodeOf } from './broken'
import { oneOfEach } from './generators'

const whole = oneOfEach()

describe('advice on a sound document', () => {
  const warnings = (harm: (file: Loose) => unknown, dims?: number): readonly string[] =>
    checkDocument(broken(whole, harm) as FlowDocument, dims).map(({ severity, message }) => `${severity}: ${message}`)

  it('is silent where there is nothing to say', () => {
    for (const dims of [undefined, 1, 2, 3]) expect(checkDocument(whole, dims)).toEqual([])
  })

  it('says that an empty stack learns nothing', () => {
    expect(checkDocument(newDocument()).map((issue) => issue.message)).toEqual([
      expect.stringMatching(/stack is empty/),
    ])
  })

  it.each([
    [
      'a second block of a kind that one replaces',
      (f: Loose) => void (nodeOf(f, 'triangular-1').type = 'rotation'),
      /follows another Rotation \(Block \d+ "Rotation"\)/,
    ],
    [
      'a batch above the training rows',
      (f: Loose) => void (f.data.source.samples = 100),
      /batch of 512 is more than the 80 training rows/,
    ],
    [
      'a validation that never comes',
      (f: Loose) => void (f.training.validateEvery = 9999),
      /validates every 9999 steps/,
    ],
    [
      'a weight decay that Adam leaves aside',
      (f: Loose) => void (f.training.optimizer.weightDecay = 0.1),
      /only AdamW decays/,
    ],
    [
      'a context that no block sees',
      (f: Loose) => {
        f.data.context = [{ column: 'label', as: 'class' }]
        for (const node of f.graph.nodes) if ('context' in (node.settings ?? {})) node.settings.context = false
      },
      /no block sees the context "label".*Let one of the blocks see it/,
    ],
  ])('warns of %s', (_, harm, says) => {
    expect(warnings(harm)).toEqual([expect.stringMatching(new RegExp(`^warning: .*${says.source}`))])
  })
})

describe('coverage', () => {
  /** Warnings about coordinates that a stack of these blocks leaves alone, at D. */
  const left = (dims: number, ...settings: readonly [type: string, settings: Loose][]): readonly string[] => {
    const blocks = settings.map(([type, own], index) => ({
      id: `b${index}`,
      kind: 'bijector',
      type,
      settings: own,
      inverted: false,
    }))
    const chain = ['base', ...blocks.map(({ id }) => id), 'data']
    const document = broken(newDocument(), (f) => {
      f.graph.nodes = [f.graph.nodes[0], ...blocks, f.graph.nodes[1]]
      f.graph.edges = chain.slice(1).map((to, index) => ({ from: chain[index], to }))
    }) as FlowDocument
    return checkDocument(document, dims).map(
      ({ node, message }) => `${node}: ${/coordinates? [\d, ]+\d?/.exec(message)?.[0]}`,
    )
  }
  const coupling = (mask: string): [string, Loose] => ['affine-coupling', { mask }]

  it.each([
    ['one coupling', 2, [coupling('even')], ['b0: coordinate 1 ']],
    ['two with the same mask', 3, [coupling('even'), coupling('even')], ['b1: coordinates 1, 3 ']],
    ['two with opposite masks', 3, [coupling('even'), coupling('odd')], []],
    ['halves', 5, [coupling('first-half'), coupling('second-half')], []],
    ['half of them', 5, [coupling('first-half')], ['b0: coordinates 4, 5 ']],
    ['a default mask', 2, [['spline-coupling', {}]], ['b0: coordinate 1 ']],
    ['a permutation between', 2, [coupling('even'), ['permutation', {}], coupling('even')], []],
    [
      'a permutation that brings it back',
      4,
      [coupling('even'), ['permutation', { order: 'custom', custom: [0, 3, 2, 1] }], coupling('even')],
      ['b2: coordinates 1, 3 '],
    ],
    ['a random permutation', 2, [coupling('even'), ['permutation', { order: 'random' }], coupling('even')], []],
    ['a matrix between', 2, [coupling('even'), ['lu-linear', {}]], []],
    ['only scaling besides', 2, [coupling('odd'), ['affine', {}], ['actnorm', {}]], ['b0: coordinate 2 ']],
    ['autoregressive in one order', 3, [['masked-autoregressive', {}]], ['b0: coordinate 1 ']],
    [
      'autoregressive in both',
      3,
      [
        ['masked-autoregressive', {}],
        ['masked-autoregressive', { order: 'reverse' }],
      ],
      [],
    ],
    [
      'a graph with two roots',
      3,
      [['masked-autoregressive', { order: 'graph', graph: [0, 1, 0, 0, 0, 0, 0, 0, 0] }]],
      ['b0: coordinates 2, 3 '],
    ],
    ['maps that bend a coordinate by itself', 3, [['spline-autoregressive', {}]], []],
    ['one dimension', 1, [coupling('even')], []],
  ] as [string, number, [string, Loose][], string[]][])('of %s (D = %i)', (_, dims, blocks, wanted) => {
    expect(left(dims, ...blocks).map((text) => `${text} `.replace(/ +$/, ' '))).toEqual(wanted)
  })
})

describe('a missing setting', () => {
  it('is no fault and takes its default', () => {
    const bare = broken(
      whole,
      (f) => void f.graph.nodes.forEach((node: Loose) => node.settings && (node.settings = {})),
    ) as FlowDocument
    expect(checkDocument(bare)).toEqual([])
    const filled = withDefaults(bare)
    expect(filled.graph.nodes[2]).toMatchObject({ settings: { mask: 'even', width: 64, scaleBound: 2 } })
    expect(withDefaults(filled)).toBe(filled)
    expect(withDefaults(whole)).toBe(whole)
  })
})
