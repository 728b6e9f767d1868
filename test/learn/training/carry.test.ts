import { blocks } from '@shared/catalogue/registry'
import { Flow, type Part } from '@shared/flow/flow'
import type { Bijector } from '@shared/flow/bijector'
import { carryOver, type Before, type Edit } from '@shared/learn/training/carry'
import type { TrainerState } from '@shared/learn/training/state'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { create, normalRows } from '../../flow/support/blocks'
import { logDensities } from '../../flow/support/runs'
import { affineBlock, normalBase } from '../tinyFlow'

const random = new Random(7)
const numbers = (size: number) => Float64Array.from({ length: size }, () => 0.3 * random.normal())
const none = new Float64Array(0)

/** A run that stands at step 100 with numbers of its own everywhere. */
function before(flow: Flow): Before {
  const state: TrainerState = {
    seed: 3,
    step: 100,
    count: 100,
    theta: numbers(flow.size),
    m: numbers(flow.size),
    v: numbers(flow.size).map(Math.abs),
    ema: numbers(flow.size),
    best: { step: 90, nll: 1, theta: numbers(flow.size) },
    sinceBest: 2,
    luck: 0.1,
    batches: { kind: 'table', epoch: new Random(1).state(), position: 7 },
    history: { steps: Float64Array.of(1, 2), trainLoss: Float64Array.of(3, 2), gradientNorm: Float64Array.of(1, 1), validationSteps: none, validationLoss: none }, // prettier-ignore
    edits: [],
  }
  return { flow, state, idle: new Map() }
}

const edit = (changes: Partial<Edit> = {}): Edit => ({
  mark: { step: 100, changes: ['added Affine'] },
  isSame: () => true,
  sameLoss: true,
  sameFlow: false,
  idle: new Set(),
  ...changes,
})

const affine = (id: string, dims = 2): Part<Bijector> => ({ id, of: affineBlock(dims) })
const flowOf = (...parts: Part<Bijector>[]): Flow => new Flow(2, { id: 'base', of: normalBase(2) }, parts)
const noRows = () => null

describe('a run carried over', () => {
  const old = before(flowOf(affine('a'), affine('b')))

  it('keeps weights, moments and averages of blocks that moved, and draws a new one as the seed has it', () => {
    const next = flowOf(affine('b'), affine('new'), affine('a'))
    const { state, anew } = carryOver(old, next, edit(), noRows)
    expect(anew).toEqual(['new'])
    const from = old.state
    for (const key of ['theta', 'm', 'v', 'ema'] as const) {
      expect([...state[key]!.slice(0, 4)]).toEqual([...from[key]!.slice(4, 8)])
      expect([...state[key]!.slice(8)]).toEqual([...from[key]!.slice(0, 4)])
    }
    const fresh = next.initialParameters(new Random(3).fork('weights')).slice(4, 8)
    expect(state.theta.slice(4, 8)).toEqual(fresh)
    expect(state.ema!.slice(4, 8)).toEqual(fresh)
    expect([...state.m.slice(4, 8), ...state.v.slice(4, 8)]).toEqual(new Array(8).fill(0))
    expect(state).toMatchObject({ step: 100, count: 100, joined: { new: 100 }, batches: from.batches })
    expect(state.edits).toEqual([{ step: 100, changes: ['added Affine'] }])
    expect(state.history).toBe(from.history)
  })

  it('draws nothing for blocks that keep what they have learnt', () => {
    const undrawable: Bijector = {
      ...affineBlock(2),
      parameters: affineBlock(2).parameters.map((spec) => ({ ...spec, init: () => expect.fail(`drew ${spec.name}`) })),
    }
    const next = flowOf({ id: 'a', of: undrawable }, affine('new'), { id: 'b', of: undrawable })
    expect(carryOver(old, next, edit(), noRows).anew).toEqual(['new'])
  })

  it('keeps the best weights only where the flow computes what it did', () => {
    const kept = carryOver(old, old.flow, edit({ sameFlow: true }), noRows).state
    expect(kept).toMatchObject({ best: old.state.best, sinceBest: 2, luck: 0.1 })
    expect(carryOver(old, old.flow, edit(), noRows).state).toMatchObject({ best: null, sinceBest: 0, luck: null })
  })

  it('has curves of its own from where the loss is another', () => {
    const { state } = carryOver(old, old.flow, edit({ sameLoss: false }), noRows)
    expect(state.history.steps).toHaveLength(0)
    expect(state.theta).toEqual(old.state.theta)
  })

  it('begins a block anew that is of another kind, or whose shapes are', () => {
    const other = carryOver(old, old.flow, edit({ isSame: (node) => node !== 'a' }), noRows)
    expect(other.anew).toEqual(['a'])
    const wider = flowOf({ id: 'a', of: affineBlock(3) }, affine('b'))
    expect(carryOver(old, wider, edit(), noRows).anew).toEqual(['a'])
  })

  it('finds again what a block had learnt that was set aside, and how much of it', () => {
    const first = carryOver(old, flowOf(affine('b')), edit({ idle: new Set(['a']) }), noRows)
    expect([...first.idle.keys()]).toEqual(['a'])
    const later = { ...first.state, step: 150, count: 150 }
    const again = carryOver({ flow: flowOf(affine('b')), state: later, idle: first.idle }, old.flow, edit(), noRows)
    expect(again.anew).toEqual([])
    expect(again.state.theta).toEqual(old.state.theta)
    expect(again.state.m).toEqual(old.state.m)
    expect(again.state.joined).toEqual({ a: 50 })
  })
})

const identities = blocks.filter(({ startsAsIdentity }) => startsAsIdentity)

describe.each(identities)('a fresh $type in a trained stack', (entry) => {
  it('leaves the density as it was', () => {
    const old = before(flowOf(affine('a'), affine('b')))
    const next = flowOf(affine('a'), { id: 'new', of: create(entry, 2) }, affine('b'))
    const rows = normalRows(200, 2, 5, 0.5) // within the ends of blocks that have any
    const { state } = carryOver(old, next, edit(), () => rows)
    const [was, is] = [logDensities(old.flow, old.state.theta, rows), logDensities(next, state.theta, rows)]
    is.forEach((value, i) => {
      expect(Math.abs(value - was[i])).toBeLessThan(1e-5)
    })
  })
})
