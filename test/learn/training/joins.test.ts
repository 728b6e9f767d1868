import { marksAfter, type Before } from '@shared/learn/training/carry'
import { joinInputs, joinStretches } from '@shared/learn/training/joins'
import { Flow, type Part } from '@shared/flow/flow'
import type { Bijector } from '@shared/flow/bijector'
import { describe, expect, it } from 'vitest'
import { affineBlock, normalBase } from '../tinyFlow'

const affine = (id: string): Part<Bijector> => ({ id, of: affineBlock(2) })
const flowOf = (...ids: string[]): Flow => new Flow(2, { id: 'base', of: normalBase(2) }, ids.map(affine))

describe('blocks that join a run late', () => {
  const before: Pick<Before, 'flow' | 'idle'> = { flow: flowOf('a', 'b', 'c'), idle: new Map() }

  it('are told apart by marks that hold whenever the run is taken over', () => {
    const marks = marksAfter(before, { b: 40 }, flowOf('a', 'new', 'b', 'other', 'c'), (id) => id !== 'other')
    expect(marks).toMatchObject({ a: 0, new: 'anew', b: 40, other: 'anew', c: 0 })
  })

  it('have a number of their own in the program, neighbours of one mark together', () => {
    const stretches = joinStretches(flowOf('a', 'b', 'c', 'd'), { b: 'anew', c: 'anew', d: 40 })
    expect(stretches.map(({ node, input }) => [node, input])).toEqual([
      ['a', null],
      ['b', 'joined 0'],
      ['d', 'joined 1'],
    ])
    expect(joinInputs(stretches, { b: 7, c: 7, d: 40 })).toEqual([
      ['joined 0', 7],
      ['joined 1', 40],
    ])
  })
})
