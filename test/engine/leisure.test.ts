import { describe, expect, it } from 'vitest'
import { Leisure } from '@shared/engine/leisure'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { smallDocument } from './documents'
import { fakeHost, listen } from './fakeHost'

/** Sleeps that end when they are told to. */
function sleepers(): { readonly sleep: () => Promise<void>; readonly wakeAll: () => Promise<void> } {
  const waiting: (() => void)[] = []
  return {
    sleep: () => new Promise((resolve) => waiting.push(resolve)),
    wakeAll: async () => {
      for (const wake of waiting.splice(0)) wake()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('leisure', () => {
  it('begins when nothing was asked for since the last sleep began', async () => {
    const { sleep, wakeAll } = sleepers()
    let begun = 0
    const leisure = new Leisure(sleep, () => begun++)
    expect(leisure.here).toBe(false)
    leisure.disturb()
    leisure.disturb()
    expect(leisure.here).toBe(false)
    await wakeAll()
    expect([leisure.here, begun]).toEqual([true, 1])
    leisure.disturb()
    expect([leisure.here, begun]).toEqual([false, 1])
  })

  it('makes programs ready that no view has asked for yet, and none while it trains', async () => {
    const { sleep, wakeAll } = sleepers()
    const reference = createReferenceBackend()
    const made: { readonly name: string; readonly during: string }[] = []
    const names = () => made.map(({ name }) => name)
    let state = (): string => ''
    const load = () =>
      Promise.resolve({
        ...reference,
        prepare: (program: Parameters<typeof reference.prepare>[0]) => {
          made.push({ name: program.name, during: state() })
          return reference.prepare(program)
        },
      })
    const { engine, said, until, quiet } = listen(fakeHost({ sleep, backends: [{ name: 'reference', load }] }))
    state = () => said('status').at(-1)?.status.state.kind ?? ''
    await engine.call('open', { document: smallDocument() })
    await quiet()
    expect(names()).not.toContain('layers forward')
    await engine.call('train', {})
    await wakeAll()
    await until('finished')
    await quiet()
    for (const name of ['layers forward', 'jacobian inverse'])
      expect(made.filter((one) => one.name === name)).toEqual([{ name, during: 'finished' }])
    const all = made.length
    await engine.call('attach', {})
    await wakeAll()
    await quiet()
    expect(made.length).toBe(all)
    await engine.dispose()
  })
})
