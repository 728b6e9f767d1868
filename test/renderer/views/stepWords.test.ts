// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useMomentStore } from '../../../src/renderer/views/momentStore'
import { useStepWords } from '../../../src/renderer/views/use/useStepWords'
import { FakeEngine, openedWith, status } from '../fakeEngine'

let engine: FakeEngine
let words: ReturnType<typeof useStepWords>

beforeEach(async () => {
  setActivePinia(createPinia())
  engine = new FakeEngine()
  await useEngineStore().connect(engine)
  words = useStepWords()
})

it('says the step of a picture, and that none was taken', () => {
  engine.emit({ event: 'status', status: status({ kind: 'paused' }, 550) })
  expect(words(0)).toBe('untrained')
  expect(words(550)).toBe('step 550')
})

it('says that a run which is over shows its best weights, but not of a step that is looked back to', () => {
  const over = { ...status({ kind: 'finished', reason: 'early-stopping' }, 550), keptStep: 240 }
  engine.emit({ event: 'status', status: over })
  expect(words(550)).toBe('best: step 240')
  expect(words(500)).toBe('step 500') // a picture that was drawn before
  useMomentStore().moments.left = 550
  expect(words(550)).toBe('step 550')
})

it('does not call untrained what has no weights', () => {
  useEngineStore().opened = { ...openedWith(2), parameters: 0 }
  expect(words(0)).toBe('fixed')
})
