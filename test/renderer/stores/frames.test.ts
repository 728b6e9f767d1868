import { beforeEach, describe, expect, it } from 'vitest'
import type { Frame, View } from '@shared/rpc/protocol'
import { FrameDesk } from '../../../src/renderer/stores/run/frames'

const view = (at?: number): View => ({
  kind: 'samples',
  id: 'hero',
  count: 4,
  seed: 1,
  ...(at === undefined ? {} : { at }),
})
const turn = (): Promise<void> => Promise.resolve()

describe('frames of past moments', () => {
  let sent: View[][]
  let credits: string[]
  let drawn: number[]
  let desk: FrameDesk

  const frame = (id: string, step: number): Frame => ({
    kind: 'samples',
    view: id,
    step,
    dims: 1,
    points: new Float32Array(4),
  })
  /** Wants the view at a moment; answers the id under which the engine is asked, if it is. */
  async function show(at?: number): Promise<string | undefined> {
    desk.want('owner', [view(at)])
    await turn()
    return sent.at(-1)![0]?.id
  }

  beforeEach(() => {
    sent = []
    credits = []
    drawn = []
    desk = new FrameDesk(
      (views) => sent.push(views),
      (id) => credits.push(id),
    )
    desk.listen('hero', ({ step }, shown) => {
      drawn.push(step)
      shown()
    })
  })

  it('asks the engine once for each moment, however often the hand goes back and forth', async () => {
    for (const step of [10, 20]) desk.deliver(frame((await show(step))!, step))
    for (const step of [10, 20, 10]) expect(await show(step)).toBeUndefined()
    expect(drawn).toEqual([10, 20, 10, 20, 10])
    expect(sent.flat().map(({ at }) => at)).toEqual([10, 20])
  })

  it('drops a late frame of a moment that is not shown any more, and of the training too', async () => {
    const first = (await show(10))!
    await show(20)
    desk.deliver(frame(first, 10))
    desk.deliver(frame('hero', 900))
    expect(drawn).toEqual([])
    expect(credits).toEqual([first, 'hero'])
  })

  it('gives the credit of a live frame that was not drawn before the past was shown', async () => {
    await show()
    desk.listen('hero', () => undefined)
    desk.deliver(frame('hero', 900))
    expect(credits).toEqual([])
    await show(10)
    expect(credits).toEqual(['hero'])
  })

  it('asks for live frames under the name of the view, and never keeps them', async () => {
    expect(await show()).toBe('hero')
    desk.deliver(frame('hero', 900))
    await show(10)
    expect(await show()).toBe('hero')
    expect(drawn).toEqual([900])
  })

  it('shows a picture again to who has it only when it comes back to it', async () => {
    desk.deliver(frame((await show(10))!, 10))
    desk.want('other', [{ ...view(10), id: 'other' }])
    await turn()
    expect(drawn).toEqual([10])
  })

  it('asks anew once another run has other snapshots', async () => {
    desk.deliver(frame((await show(10))!, 10))
    desk.forget()
    await turn()
    const id = sent.at(-1)![0]!.id
    desk.deliver(frame(id, 10))
    expect(drawn).toEqual([10, 10])
  })

  it('waits for a past moment until its first frame, and never for a live one', async () => {
    await show()
    expect(desk.waiting).toBe(false)
    const id = (await show(10))!
    expect(desk.waiting).toBe(true)
    desk.deliver(frame(id, 10))
    expect(desk.waiting).toBe(false)
  })
})
