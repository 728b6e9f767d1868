import { describe, expect, it } from 'vitest'
import { newBlock } from '@shared/document/create'
import { insertBlock, setTraining } from '@shared/document/edits'
import type { BackendOffer } from '@shared/engine/host'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { document, step, edit, statusOf } from './edits'
import { fakeHost, listen } from './fakeHost'

/** A backend that takes its time to make a program ready, in parts. */
const slow: BackendOffer = {
  name: 'reference',
  load: () => {
    const backend = createReferenceBackend()
    return Promise.resolve({
      ...backend,
      prepare: async (program, making) => {
        for (let part = 0; part < 300; part++) await making?.breathe?.()
        return backend.prepare(program, making)
      },
    })
  },
}

/** Notes when a training step is compiled, and of which flow each is that is taken. */
const noting = (order: string[]): BackendOffer => ({
  name: 'noting',
  load: () => {
    const backend = createReferenceBackend()
    let flows = 0
    return Promise.resolve({
      ...backend,
      prepare: async (program) => {
        const executable = await backend.prepare(program)
        if (program.name !== 'training step') return executable
        const name = `step of flow ${++flows}`
        order.push('compiled')
        const run = executable.run.bind(executable)
        executable.run = (...given) => {
          order.push(name)
          return run(...given)
        }
        return executable
      },
    })
  },
})

describe('a flow that takes long to compile', () => {
  const endless = setTraining(document, { steps: 100_000 })
  const edited = insertBlock(endless, newBlock('planar', 'planar-1'), 1)

  it('takes the run over when it is ready; until then the one before is trained', async () => {
    const listened = listen(fakeHost({ backends: [slow] }))
    const { engine } = listened
    await engine.call('open', { document: endless })
    await engine.call('train', {})
    const { step: asked } = await statusOf(listened)
    await edit(listened, edited)
    const { edits } = await statusOf(listened)
    expect(edits![0].step).toBeGreaterThan(asked)
    await engine.call('pause', {})
    const { history } = await engine.call('attach', {})
    expect([...history.steps]).toEqual(Array.from(history.steps, (_, i) => i + 1))
    await engine.dispose()
  })

  it('is trained once more as it was when all is compiled, and only then moved', async () => {
    const order: string[] = []
    const listened = listen(fakeHost({ backends: [noting(order)] }))
    const { engine } = listened
    await engine.call('open', { document: endless })
    await engine.call('train', {})
    await edit(listened, edited)
    await engine.call('pause', {})
    expect(order[order.lastIndexOf('compiled') + 1]).toBe('step of flow 1')
    await engine.dispose()
  })

  it.each([
    ['pause', { kind: 'paused' }],
    ['stop', { kind: 'finished', reason: 'stopped' }],
  ] as const)('does not keep %s waiting', async (deed, then) => {
    const listened = listen(fakeHost({ backends: [slow] }))
    const { engine } = listened
    await engine.call('open', { document: endless })
    await step(listened, 5)
    await engine.call('train', {})
    let open = false
    const opening = edit(listened, edited).then(() => (open = true))
    const ending = engine.call(deed, {})
    expect((await statusOf(listened)).state.kind).toBe('paused')
    expect(open).toBe(false)
    await Promise.all([opening, ending])
    expect((await statusOf(listened)).state).toEqual(then)
    await engine.dispose()
  })
})
