import { describe, expect, it } from 'vitest'
import { clippedShare } from '../../../src/renderer/panels/training/guard'
import { secondsLeft, stateWords } from '../../../src/renderer/panels/training/words'
import { GrowingColumn } from '../../../src/renderer/stores/run/growingColumn'
import { stageWords } from '../../../src/renderer/views/stageState'
import { tabsFor } from '../../../src/renderer/views/tabs'
import { openedWith, status } from '../fakeEngine'

describe('the run in words', () => {
  it('tells the time left only when there is a speed', () => {
    expect(secondsLeft({ ...status({ kind: 'training' }, 400, 1000), stepsPerSecond: 60 })).toBe(10)
    expect(secondsLeft(status({ kind: 'paused' }, 400, 1000))).toBeNull()
  })

  it('tells early stopping from a run that used all of its steps', () => {
    const words = (reason: 'steps' | 'early-stopping', patience: number | null) =>
      stateWords({ ...status({ kind: 'finished', reason }, 550), best: { step: 240, nll: 1 } }, patience)
    expect(words('early-stopping', 10).text).not.toBe(words('steps', 10).text)
    expect(words('early-stopping', 10).note).toContain('240')
    expect(words('steps', null).note).toBeUndefined()
  })

  it('names the best weights wherever the run went back to them: if it was to stop early, unless at its target', () => {
    const note = (reason: 'steps' | 'stopped' | 'target') =>
      stateWords({ ...status({ kind: 'finished', reason }, 550), best: { step: 240, nll: 1 } }, 10).note
    expect([note('steps'), note('stopped')]).toEqual(Array(2).fill('best weights kept, of step 240'))
    expect(note('target')).toBeUndefined()
  })

  it('counts the share of late steps whose gradient was clipped', () => {
    const norms = new GrowingColumn()
    norms.append(Float64Array.from({ length: 1000 }, (_, i) => (i < 800 ? 100 : i % 4)))
    expect(clippedShare(norms, 2.5)).toBe(0.25)
    expect(clippedShare(norms, null)).toBeNull()
    expect(clippedShare(new GrowingColumn(), 1)).toBeNull()
  })
})

describe('the stage', () => {
  const failed = {
    kind: 'failed',
    issue: { severity: 'error', node: 'b', path: '', message: 'Block 3: the loss is NaN. Lower the learning rate.' },
  } as const

  it('says what failed even while the engine is away, over a picture that stays in a sentence', () => {
    expect(stageWords(false, true, openedWith(2), failed, true)).toEqual({
      kind: 'error',
      text: 'Block 3: the loss is NaN.',
      corner: true,
    })
  })

  it('leaves a picture alone when there is nothing to say', () => {
    expect(stageWords(true, false, openedWith(2), { kind: 'training' }, true)).toBeNull()
    expect(stageWords(true, false, null, { kind: 'empty' }, false)?.kind).toBe('empty')
  })

  it('has a first view for any number of dimensions, with or without WebGL', () => {
    for (const dims of [1, 2, 3, 4, 50]) {
      for (const spatial of [true, false]) expect(tabsFor(dims, spatial).length).toBeGreaterThan(0)
    }
    expect(tabsFor(3, false).some(({ key }) => key === 'space')).toBe(false)
  })
})
