import { describe, expect, it } from 'vitest'
import { setTraining } from '@shared/document/edits'
import { points, document, withPlanar, begun, step, edit, statusOf, stateOf } from './edits'
import { listen } from './fakeHost'

describe('undo', () => {
  it('brings back the run as it was before the insertion, bit for bit, and redo that after it', async () => {
    const listened = await begun()
    const { engine } = listened
    const [before, probe] = [await stateOf(listened), await engine.call('probe', { points })]
    await edit(listened, withPlanar)
    await step(listened, 5)
    const after = await stateOf(listened)

    const { carried } = await edit(listened, document, true)
    const { parts: _, ...curves } = before.history
    expect(carried).toMatchObject({ kind: 'back', history: curves })
    expect(await engine.call('probe', { points })).toEqual(probe)
    expect(await stateOf(listened)).toEqual(before)
    await edit(listened, withPlanar, true)
    expect(await stateOf(listened)).toEqual(after)
    await engine.dispose()
  })

  it('does so after a crash too', async () => {
    const first = await begun()
    const before = await stateOf(first)
    await edit(first, withPlanar)
    await step(first, 5)
    await first.quiet()
    const second = listen()
    await second.engine.restore(first.said('checkpoint').at(-1)!.checkpoint)
    await edit(second, document, true)
    expect(await stateOf(second)).toEqual(before)
    for (const { engine } of [first, second]) await engine.dispose()
  })

  it('goes on as if nothing had been between', async () => {
    const [plain, listened] = [await begun(), await begun()]
    await edit(listened, withPlanar)
    await step(listened, 5)
    await edit(listened, document, true)
    for (const one of [plain, listened]) await step(one, 6)
    expect(await stateOf(listened)).toEqual(await stateOf(plain))
    for (const { engine } of [plain, listened]) await engine.dispose()
  })

  it('is not what an edit by hand to the same document is: that keeps what was learnt since', async () => {
    const listened = await begun()
    await edit(listened, setTraining(document, { clipNorm: 1 }))
    await step(listened, 4)
    await edit(listened, document)
    expect(await statusOf(listened)).toMatchObject({ step: 21 })
    await listened.engine.dispose()
  })
})
