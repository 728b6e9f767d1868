import { describe, expect, it } from 'vitest'
import type { Frame, View } from '@shared/rpc/protocol'
import { createFrameGate } from '../../../src/main/engine/frameGate'
import { createViews } from '../../../src/main/engine/views'

const frame = (view: string, step: number): Frame => ({
  kind: 'samples',
  view,
  step,
  dims: 1,
  points: Float32Array.of(0),
})

describe('a frame gate', () => {
  it('lets one frame of each view through, and after its credit only the newest that came meanwhile', () => {
    const sent: string[] = []
    const gate = createFrameGate(({ view, step }) => sent.push(`${view}${step}`))
    for (const step of [1, 2, 3, 4]) gate.offer(frame('a', step))
    gate.offer(frame('b', 1))
    expect(sent).toEqual(['a1', 'b1'])
    gate.credit('a')
    expect(sent).toEqual(['a1', 'b1', 'a4'])
    gate.credit('a')
    gate.credit('a')
    expect(sent).toHaveLength(3)
    gate.offer(frame('a', 5))
    expect(sent.at(-1)).toBe('a5')
  })
})

describe('views of several windows', () => {
  const view = (id: string, count = 10): View => ({ kind: 'samples', id, count, seed: 1 })
  const [left, right] = [{}, {}]

  it('keeps equal names apart and finds who asked', () => {
    const views = createViews()
    views.watch(left, [view('samples', 1)])
    views.watch(right, [view('samples', 2)])
    const ids = views.all().map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    expect(ids.map((id) => views.find(id))).toEqual([
      { owner: left, id: 'samples' },
      { owner: right, id: 'samples' },
    ])
  })

  it('replaces only the views of the one who watches, and keeps the id of what stays', () => {
    const views = createViews()
    views.watch(left, [view('a'), view('b')])
    views.watch(right, [view('c')])
    const before = views.engineId(left, 'b')
    views.watch(left, [view('b', 99)])
    expect(views.engineId(left, 'b')).toBe(before)
    expect(views.engineId(left, 'a')).toBeUndefined()
    expect(views.all()).toContainEqual({ ...view('b', 99), id: before })
    views.drop(right)
    expect(views.all()).toHaveLength(1)
  })

  it('says no to more views than the engine takes, and then changes nothing', () => {
    const views = createViews()
    views.watch(
      left,
      Array.from({ length: 10 }, (_, index) => view(`a${index}`)),
    )
    const many = Array.from({ length: 7 }, (_, index) => view(`b${index}`))
    expect(() => {
      views.watch(right, many)
    }).toThrow('17 views would be watched, expected at most 16')
    expect(views.all()).toHaveLength(10)
  })
})
