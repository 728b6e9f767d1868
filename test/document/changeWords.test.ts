import { changeWords } from '@shared/document/changeWords'
import { newBlockAt, newDocument } from '@shared/document/create'
import { groupBlocks, insertBlock, moveBlock, removeBlock, rename, setBase, setGroup } from '@shared/document/edits'
import {
  setBypassed,
  setData,
  setDataSource,
  setFrozen,
  setInverted,
  setSetting,
  setTraining,
} from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { describe, expect, it } from 'vitest'

const added = (document: FlowDocument, type: string, index: number): FlowDocument =>
  insertBlock(document, newBlockAt(document, type, index), index)

const stack = ['affine-coupling', 'affine-coupling', 'planar'].reduce(added, newDocument())
const [first, second, planar] = stack.graph.nodes.filter(({ kind }) => kind === 'bijector').map(({ id }) => id)
const { source } = stack.data

const { document: grouped, id: step } = groupBlocks(stack, [first, second], 'Step')

describe('what was changed inside a group', () => {
  it.each([
    ['how often it is repeated', setGroup(grouped, step, { repeats: 3 }), ['Step: repeats 1 → 3']],
    ['a group that is bypassed', setBypassed(grouped, step, true), ['bypassed Step']],
    ['a setting of a block', setSetting(grouped, second, 'width', 32), ['2 Affine coupling: width 64 → 32']],
    ['a block that went', removeBlock(grouped, second), ['Step: alternate off → on', 'Step: removed Affine coupling']],
  ])('names %s', (_, after, words) => {
    expect(changeWords(grouped, after)).toEqual(words)
  })
})

describe('what was changed between two documents', () => {
  it.each([
    ['names and seeds', rename(setTraining(stack, { seed: 9 }), 'Other'), []],
    ['a block that is bypassed', setBypassed(stack, second, true), ['bypassed Affine coupling']],
    ['a block that is frozen', setFrozen(stack, second, true), ['froze 2 Affine coupling']],
    ['a block that came', added(stack, 'permutation', 1), ['added Permutation']],
    ['two of a kind', added(added(stack, 'planar', 0), 'planar', 0), ['added 2 × Planar']],
    ['one that went', removeBlock(stack, planar), ['removed Planar']],
    ['one for another', added(removeBlock(stack, planar), 'radial', 2), ['added Radial', 'removed Planar']],
    ['another order', moveBlock(stack, planar, 0), ['blocks moved']],
    ['a setting', setSetting(stack, second, 'width', 32), ['2 Affine coupling: width 64 → 32']],
    ['a block turned round', setInverted(stack, first, true), ['1 Affine coupling: inverted off → on']],
    ['the base', setBase(stack, 'logistic'), ['base Normal → Logistic']],
    ['a rate', setTraining(stack, { optimizer: { learningRate: 0.003 } }), ['learning rate 0.002 → 0.003']],
    ['a schedule', setTraining(stack, { schedule: { type: 'constant' } }), ['schedule cosine → constant']],
    ['what was none', setTraining(stack, { clipNorm: null }), ['clip norm 5 → none']],
    [
      'the split',
      setData(stack, { split: { ...stack.data.split, validation: 0.25 } }),
      ['validation rows 10 % → 25 %'],
    ],
    ['the rows', setDataSource(stack, { ...source, samples: 500 } as typeof source), ['rows drawn 20\u2009000 → 500']],
    [
      'what is set instead of the default',
      setDataSource(stack, { ...source, settings: { noise: 0.1 } } as typeof source),
      ['data noise default → 0.1'],
    ],
    [
      'other data, of which settings are no news',
      setDataSource(stack, { ...source, name: 'pinwheel', samples: 500 } as typeof source),
      ['data two-moons → pinwheel'],
    ],
    [
      'two things',
      setSetting(setTraining(stack, { steps: 100, batchSize: 64 }), first, 'width', 32),
      ['1 Affine coupling: width 64 → 32', 'steps 3\u2009000 → 100', 'batch size 512 → 64'],
    ],
  ])('names %s', (_, after, words) => {
    expect(changeWords(stack, after)).toEqual(words)
  })

  it('says nothing of defaults that are spelled out in one and not in the other', () => {
    const nodes = stack.graph.nodes.map((node) => (node.id === first ? { ...node, settings: {} } : node))
    expect(changeWords(stack, { ...stack, graph: { ...stack.graph, nodes } as FlowDocument['graph'] })).toEqual(
      changeWords(stack, setSetting(stack, first, 'mask', 'even')),
    )
  })
})
