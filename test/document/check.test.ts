import { chainOf } from '@shared/document/chain'
import { newDocument } from '@shared/document/create'
import type { FlowDocument } from '@shared/document/schema'
import { checkDocument, parseDocument } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broken, type Case, expectOne, type Loose, nodeOf } from './broken'
import { oneOfEach, typesForAnyData } from './generators'

const whole = oneOfEach()
const [beforeBoth, beforeLast, last] = typesForAnyData.slice(-3).map((type) => `${type}-1`)

const set = (id: string, key: string, value: unknown) => (f: Loose) => void (nodeOf(f, id).settings[key] = value)

const unsound: readonly (Case & { readonly dims?: number })[] = [
  {
    what: 'no base',
    harm: (f) => ({ ...f, graph: { nodes: [f.graph.nodes.at(-1)], edges: [] } }),
    says: /expected one base, got none/,
    path: 'graph.nodes',
  },
  {
    what: 'no data',
    harm: (f) => ({ ...f, graph: { nodes: [f.graph.nodes[0]], edges: [] } }),
    says: /expected one data node, got none/,
  },
  {
    what: 'two bases',
    harm: (f) => void f.graph.nodes.push({ ...f.graph.nodes[0], id: 'base-2' }),
    says: /Base "Normal": a second base/,
    node: 'base-2',
  },
  {
    what: 'two data nodes',
    harm: (f) => void f.graph.nodes.push({ id: 'more', kind: 'data' }),
    says: /a second data node/,
    node: 'more',
  },
  {
    what: 'an id twice',
    harm: (f) => void f.graph.nodes.push({ ...nodeOf(f, 'affine-1') }),
    says: /2 nodes have this id/,
    node: 'affine-1',
  },
  {
    what: 'an edge to nowhere',
    harm: (f) => void f.graph.edges.push({ from: 'data', to: 'gone' }),
    says: /graph\.edges\[\d+\]\.to: there is no node "gone"/,
  },
  {
    what: 'a wire from a block to itself',
    harm: (f) => void f.graph.edges.push({ from: 'affine-1', to: 'affine-1' }),
    says: /Block \d+ "Affine": is wired to itself/,
    node: 'affine-1',
  },
  {
    what: 'an island',
    harm: (f) => void f.graph.nodes.push({ ...nodeOf(f, 'affine-1'), id: 'alone' }),
    says: /"Affine": is not on the chain.*Wire it in or remove it/,
    node: 'alone',
  },
  {
    what: 'a broken chain',
    harm: (f) => void f.graph.edges.pop(),
    says: /Block \d+ "[^"]+": leads nowhere/,
    node: last,
  },
  {
    what: 'an unknown block',
    harm: (f) => void (nodeOf(f, 'affine-1').type = 'afine'),
    says: /no block of type "afine"\. Did you mean "affine" \(Affine\)\?/,
    node: 'affine-1',
  },
  {
    what: 'an unknown base',
    harm: (f) => void (nodeOf(f, 'base').type = 'gauss'),
    says: /no base distribution of type "gauss"\. There is "normal", "uniform", "student-t", .* or "[a-z-]+"\.$/,
    node: 'base',
  },
  {
    what: 'an unknown setting',
    harm: set('spline-coupling-1', 'bin', 8),
    says: /Spline coupling has no setting "bin"\. Did you mean "bins"/,
    path: 'graph.nodes[1].settings.bin',
  },
  {
    what: 'a setting on a block that has none',
    harm: set('actnorm-1', 'width', 8),
    says: /ActNorm has no setting "width"\. Remove it/,
  },
  {
    what: 'a setting out of range',
    harm: set('spline-coupling-1', 'bins', 1),
    says: /Block 1 "Spline coupling": bins: .*expected a whole number from 2 to 64, got 1/,
    node: 'spline-coupling-1',
  },
  { what: 'a fraction for a whole number', harm: set('spline-coupling-1', 'width', 2.5), says: /width: .* got 2\.5/ },
  { what: 'a text for a number', harm: set('spline-coupling-1', 'bound', '4'), says: /bound: .* got "4"/ },
  {
    what: 'a number for a switch',
    harm: set('lu-linear-1', 'bias', 1),
    says: /shift: .*expected true or false, got 1/,
  },
  {
    what: 'an unknown choice',
    harm: set('affine-coupling-1', 'activation', 'gelu'),
    says: /activation: .*"relu", .* got "gelu"/,
  },
  {
    what: 'a custom mask not given',
    harm: set('affine-coupling-1', 'mask', 'custom'),
    says: /mask: .*expected a list of whole numbers, got none/,
  },
  { what: 'a mask with a 2', harm: mask([0, 2]), says: /mask: .*only 0 and 1, got \[0,2\]/ },
  { what: 'a mask of ones', harm: mask([1, 1]), says: /passes no coordinate through/ },
  { what: 'a mask of zeros', harm: mask([0, 0]), says: /transforms no coordinate/ },
  {
    what: 'a mask of the wrong length',
    harm: mask([0, 1, 0, 1]),
    says: /Block 2 "Affine coupling": mask has 4 entries, expected 2 \(the data's dimension\)/,
    dims: 2,
  },
  {
    what: 'a permutation with a repeat',
    harm: order([0, 0]),
    says: /custom order: .*each of 0 to 1 exactly once, got \[0,0\]/,
  },
  {
    what: 'a permutation of the wrong length',
    harm: order([2, 0, 1]),
    says: /custom order has 3 entries, expected 2/,
    dims: 2,
  },
  {
    what: 'no rows to train on',
    harm: (f) => void (f.data.split = { validation: 0.5, test: 0.4 }),
    says: /^data\.split: validation and test take 90 % of the rows/,
    path: 'data.split',
  },
  {
    what: 'a warm-up without end',
    harm: (f) => void (f.training.schedule = { type: 'warmup', warmupSteps: 3000, finalFraction: 1 }),
    says: /warm-up lasts 3000 steps, expected fewer than the 3000/,
  },
  { what: 'a beta of one', harm: (f) => void (f.training.optimizer.beta1 = 1), says: /beta1: expected less than 1/ },
  {
    what: 'early stopping on nothing',
    harm: (f) => void ((f.training.patience = 3), (f.data.split.validation = 0)),
    says: /^training\.patience: early stopping needs validation rows/,
  },
  {
    what: 'a target that nothing can reach',
    harm: (f) => void ((f.training.targetNll = 1), (f.data.split.validation = 0)),
    says: /^training\.targetNll: stopping at an NLL needs validation rows/,
  },
]

function mask(maskEntries: readonly number[]) {
  return (f: Loose) => void Object.assign(nodeOf(f, 'affine-coupling-1').settings, { mask: 'custom', maskEntries })
}

function order(custom: readonly number[]) {
  return (f: Loose) => void Object.assign(nodeOf(f, 'permutation-1').settings, { order: 'custom', custom })
}

describe('a document that can be read but not compiled', () => {
  it.each(unsound)('names the place and the remedy: $what', ({ harm, dims, ...wanted }) => {
    const parsed = parseDocument(broken(whole, harm))
    if (!parsed.ok) throw new Error(`refused already: ${parsed.issues[0].message}`)
    const errors = checkDocument(parsed.value, dims).filter((issue) => issue.severity === 'error')
    expectOne(errors, wanted)
  })

  it('has a branch and a merge, each named at its block', () => {
    const document = broken(
      whole,
      (f) => void f.graph.edges.push({ from: 'spline-coupling-1', to: last }),
    ) as FlowDocument
    const errors = checkDocument(document).map(({ node, message }) => [node, message])
    expect(errors).toEqual([
      [
        'spline-coupling-1',
        expect.stringMatching(/goes on to block 2 "Affine coupling" and block \d+ "RBIG iteration", expected only one/),
      ],
      [
        last,
        expect.stringMatching(
          /is fed by block \d+ "Mixture Gaussianization" and block 1 "Spline coupling", expected only one/,
        ),
      ],
    ])
  })

  it('has a loop beside the chain, named at each of its blocks', () => {
    const document = broken(whole, (f) => {
      const loop = [beforeLast, last]
      f.graph.edges = f.graph.edges.filter(({ from, to }: Loose) => !loop.includes(from) && !loop.includes(to))
      f.graph.edges.push(
        { from: beforeBoth, to: 'data' },
        { from: loop[0], to: loop[1] },
        { from: loop[1], to: loop[0] },
      )
    }) as FlowDocument
    expect(checkDocument(document).map(({ node, message }) => [node, message])).toEqual([
      [beforeLast, expect.stringMatching(/is part of a loop of 2 blocks/)],
      [last, expect.stringMatching(/is part of a loop of 2 blocks/)],
    ])
  })

  it('has wires beyond the ends of the chain', () => {
    const document = broken(whole, (f) => void f.graph.edges.push({ from: 'data', to: 'base' })) as FlowDocument
    expect(checkDocument(document).map(({ node }) => node)).toEqual(['base', 'data'])
  })
})

it('finds no error in a graph exactly when that is one chain', () => {
  const ids = ['base', 'a', 'b', 'data']
  const [base, data] = newDocument().graph.nodes
  const bijector = (id: string) => ({ id, kind: 'bijector' as const, type: 'affine', settings: {}, inverted: false })
  const edge = fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids, 'gone') })
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 4 }), fc.subarray(['a', 'b']), (edges, blocks) => {
      const graph = { nodes: [base, ...blocks.map(bijector), data], edges }
      const errors = checkDocument({ ...newDocument(), graph }).filter((issue) => issue.severity === 'error')
      expect(errors.length === 0).toBe(chainOf(graph) !== null)
    }),
    { numRuns: 500 },
  )
})
