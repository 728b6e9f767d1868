import { describe, expect, it } from 'vitest'
import type { Desk } from '@shared/engine/desk'
import { Desks } from '@shared/engine/desks'
import { smallDocument } from './documents'
import { listen, type Listened } from './fakeHost'

const first = smallDocument()
const second = smallDocument({ steps: 20 }, ['affine', 'lu-linear', 'spline-coupling'])

const opened = async ({ engine }: Listened, tab: string, document = first) => {
  await engine.call('turnTo', { tab })
  await engine.call('open', { document })
}
const weights = async ({ engine }: Listened) => (await engine.call('exportModel', {})).parameters

describe('tabs of the engine', () => {
  it('takes a tab up with weights, curve, snapshots and earlier runs as it was left', async () => {
    const listened = listen()
    const { engine, until, quiet } = listened
    await opened(listened, 'one')
    await engine.call('train', {})
    await until('finished')
    await quiet()
    const [before, learnt] = [await engine.call('attach', {}), await weights(listened)]

    await opened(listened, 'two', second)
    expect((await engine.call('attach', {})).document).toEqual(second)
    const back = await engine.call('turnTo', { tab: 'one' })
    expect(back).toEqual({ ...before, putBy: back.putBy })
    expect(back.putBy.tabs).toEqual([{ tab: 'two', state: 'ready', step: 0, steps: 20 }])
    expect(await weights(listened)).toEqual(learnt)
  })

  it('trains on what is put by, to the very weights that it would have had on the screen', async () => {
    const alone = listen()
    await opened(alone, 'one')
    await alone.engine.call('train', {})
    await alone.until('finished')
    await alone.quiet()
    const expected = await weights(alone)

    const listened = listen()
    const { engine, said, quiet } = listened
    await opened(listened, 'one')
    await engine.call('train', {})
    await opened(listened, 'two', second)
    const shown = said('metrics').length
    while (said('put-by').at(-1)?.putBy.tabs[0]?.state !== 'finished')
      await new Promise((resolve) => setImmediate(resolve))
    await quiet()
    expect(said('metrics').length).toBe(shown) // nothing of it is heard while another is shown
    await engine.call('turnTo', { tab: 'one' })
    expect(await weights(listened)).toEqual(expected)
  })

  it('sends checkpoints of each tab under its name', async () => {
    const listened = listen()
    const { engine, said, until, quiet } = listened
    await opened(listened, 'one')
    await engine.call('train', {})
    await until('finished')
    await quiet()
    expect(said('checkpoint').map(({ tab }) => tab)).toContain('one')
  })

  it('gives up the run that rests longest where there is no room, and says of which tab until that is shown', async () => {
    const disposed: string[] = []
    const desk = (tab: string, step: number) =>
      ({
        tab,
        bytes: 10,
        training: false,
        describe: () => ({ tab, state: 'paused', step, steps: 40 }),
        dispose: () => Promise.resolve(disposed.push(tab)),
      }) as unknown as Desk
    const desks = new Desks({ bytes: 25, count: 16 })
    await desks.put(desk('untrained', 0))
    await desks.put(desk('one', 5))
    await desks.put(desk('two', 5))
    expect([disposed, desks.list.givenUp]).toEqual([['untrained'], []]) // nothing would be missed of it
    await desks.put(desk('three', 5))
    expect([disposed, desks.list.givenUp]).toEqual([['untrained', 'one'], ['one']])
    expect(desks.take('one')).toBeNull()
    expect(desks.list.givenUp).toEqual([])
  })

  it('holds nothing of a tab that was closed', async () => {
    const listened = listen()
    const { engine } = listened
    await opened(listened, 'one')
    await opened(listened, 'two', second)
    await engine.call('letGo', { tab: 'one' })
    const attached = await engine.call('turnTo', { tab: 'one' })
    expect([attached.document, attached.opened, attached.status.state.kind]).toEqual([null, null, 'empty'])
    await engine.call('letGo', { tab: 'two' })
    await engine.call('letGo', { tab: 'one' })
    await expect(engine.call('train', {})).rejects.toThrow('Open one first')
  })
})
