import { describe, expect, it, vi } from 'vitest'
import { createClient } from '@shared/rpc/client'
import type { EngineEvent, Frame, View } from '@shared/rpc/protocol'
import type { HostHandler } from '@shared/rpc/server'
import { createBroker } from '../../../src/main/engine/broker'
import type { SaidEvent, Supervisor } from '../../../src/main/engine/supervisor'
import { memoryPorts, settle } from '../../rpc/memoryPorts'

const view = (id: string): View => ({ kind: 'samples', id, count: 10, seed: 1 })

function setUp() {
  const listeners = new Set<(event: SaidEvent) => void>()
  const call = vi.fn((method: string, params: object): Promise<unknown> => Promise.resolve({ method, ...params }))
  const credit = vi.fn()
  const supervisor = {
    call,
    credit,
    onEvent: (listener: (event: SaidEvent) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    crash: vi.fn(),
    dispose: vi.fn(),
  } as unknown as Supervisor
  const host: HostHandler = { call: () => Promise.resolve(null) as never }
  const broker = createBroker(supervisor, host)
  const say = (event: SaidEvent) => {
    for (const listener of listeners) listener(event)
  }
  const join = () => {
    const [near, far] = memoryPorts()
    broker.connect(far)
    const client = createClient(near)
    const heard: (EngineEvent | SaidEvent)[] = []
    client.onEvent((event) => heard.push(event))
    return { client, heard, leave: () => client.close() }
  }
  const watched = () => call.mock.calls.filter(([method]) => method === 'watch').at(-1)?.[1] as { views: View[] }
  return { call, credit, say, join, watched }
}

describe('the broker', () => {
  it('answers the one who asked, and tells events to all', async () => {
    const { join, say } = setUp()
    const [one, two] = [join(), join()]
    expect(await one.client.call('engine', 'step', { count: 3 })).toEqual({ method: 'step', count: 3 })
    say({ event: 'engine-lost', reason: 'gone' })
    await settle()
    expect([one.heard, two.heard]).toEqual([
      [{ event: 'engine-lost', reason: 'gone' }],
      [{ event: 'engine-lost', reason: 'gone' }],
    ])
  })

  it('holds the earlier runs that any window looks at, until it looks away or closes', async () => {
    const { join, call } = setUp()
    const [one, two] = [join(), join()]
    const held = () => call.mock.calls.filter(([method]) => method === 'holdRuns').at(-1)?.[1]
    await one.client.call('engine', 'holdRuns', { runs: [1, 3] })
    await two.client.call('engine', 'holdRuns', { runs: [3, 2] })
    expect(held()).toEqual({ runs: [1, 3, 2] })
    await one.client.call('engine', 'holdRuns', { runs: [] })
    expect(held()).toEqual({ runs: [3, 2] })
    two.leave()
    await settle()
    expect(held()).toEqual({ runs: [] })
    const calls = call.mock.calls.length
    one.leave()
    await settle()
    expect(call.mock.calls).toHaveLength(calls) // it looked at none
  })

  it('sends a frame only to the window that watches it, under its own name, and again only after its credit', async () => {
    const { join, say, watched, credit } = setUp()
    const [one, two] = [join(), join()]
    await one.client.call('engine', 'watch', { views: [view('plot')] })
    await two.client.call('engine', 'watch', { views: [view('plot')] })
    const [, second] = watched().views
    const frame = (step: number): Frame => ({
      kind: 'samples',
      view: second!.id,
      step,
      dims: 1,
      points: new Float32Array(1),
    })
    for (const step of [1, 2, 3]) say({ event: 'frame', frame: frame(step) })
    await settle()
    expect(one.heard).toEqual([])
    expect(two.heard).toMatchObject([{ frame: { view: 'plot', step: 1 } }])
    two.client.notify('engine', 'credit', { view: 'plot' })
    await settle()
    expect(two.heard.slice(1)).toMatchObject([{ frame: { view: 'plot', step: 3 } }])
    expect(credit).toHaveBeenCalledWith(second!.id)
  })

  it('lets the engine forget the views of a window that left', async () => {
    const { join, watched } = setUp()
    const [one, two] = [join(), join()]
    await one.client.call('engine', 'watch', { views: [view('a')] })
    await two.client.call('engine', 'watch', { views: [view('b')] })
    expect(watched().views).toHaveLength(2)
    one.leave()
    await settle()
    expect(watched().views).toHaveLength(1)
  })

  it('tells a new engine what is watched', async () => {
    const { join, say, call } = setUp()
    const { client } = join()
    await client.call('engine', 'watch', { views: [view('a')] })
    call.mockClear()
    say({ event: 'engine-restored', resumedAt: 5 })
    expect(call).toHaveBeenCalledWith('watch', { views: [expect.objectContaining({ count: 10 })] })
  })

  it('keeps "restore" from pages', async () => {
    const { join } = setUp()
    await expect(join().client.request('engine', 'restore', { checkpoint: Uint8Array.of(1) })).rejects.toThrow(
      'no method',
    )
  })
})
