import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '@shared/rpc/client'
import { RpcFailure } from '@shared/rpc/failure'
import type { Link, LinkState } from '@shared/rpc/link'
import { createPortCore } from '@shared/rpc/portCore'
import { hostCalls, type EngineParams, type EngineResults, type Message } from '@shared/rpc/protocol'
import { createServer, engineTarget, type Target } from '@shared/rpc/server'
import { readMessage } from '@shared/rpc/validate'
import { memoryPorts, settle } from './memoryPorts'

function connected(handle: Target['handle']) {
  const [near, far] = memoryPorts()
  const client = createClient(near)
  const engine = engineTarget({
    call: <M extends keyof EngineParams>(method: M, params: EngineParams[M]) =>
      handle(method, params) as Promise<EngineResults[M]>,
  })
  const server = createServer(far, { engine, host: { calls: hostCalls, handle } })
  return { client, server, near, far }
}

describe('calls', () => {
  it('answers a call with what the handler gave, typed arrays included', async () => {
    const { client } = connected((_method, params) => {
      const { points } = params as EngineParams['probe']
      return Promise.resolve({ logDensity: points.map((x) => -x), latent: points, logDet: points })
    })
    const probe = await client.call('engine', 'probe', { points: Float64Array.of(1, NaN) })
    expect(probe.logDensity).toEqual(Float64Array.of(-1, NaN))
  })

  it('hears a notification, to which no answer comes, good or bad', async () => {
    const handle = vi.fn(() => Promise.reject(new Error('nobody hears this')))
    const { client, near } = connected(handle)
    const answered = vi.fn()
    near.onMessage(answered)
    client.notify('engine', 'credit', { view: 'plot' })
    client.notify('engine', 'step', { count: -1 })
    await settle()
    expect(handle.mock.calls).toEqual([['credit', { view: 'plot' }]])
    expect(answered).not.toHaveBeenCalled()
    client.close()
    client.notify('engine', 'credit', { view: 'plot' })
    await settle()
    expect(handle).toHaveBeenCalledTimes(1)
  })

  it('gives each of many calls its own answer, whatever the order they are ready in', async () => {
    const { client } = connected(async (_method, params) => {
      const { count } = params as EngineParams['step']
      await new Promise((done) => setTimeout(done, 12 - count))
      return count
    })
    const answers = await Promise.all([1, 5, 10].map((count) => client.call('engine', 'step', { count })))
    expect(answers).toEqual([1, 5, 10])
  })

  it('passes the words and the issues of a failure on', async () => {
    const issues = [{ severity: 'error', node: 'coupling', path: 'graph', message: 'mask has 4 entries' } as const]
    const { client } = connected(() => Promise.reject(new RpcFailure('The document is not valid.', issues)))
    await expect(client.call('engine', 'train', {})).rejects.toMatchObject({
      message: 'The document is not valid.',
      issues,
    })
  })

  it('refuses unknown methods, inherited names and bad parameters without calling the handler', async () => {
    const handle = vi.fn(() => Promise.resolve(null))
    const { client } = connected(handle)
    await expect(client.request('engine', 'format', {})).rejects.toThrow('"engine" has no method "format".')
    await expect(client.request('engine', 'constructor', {})).rejects.toThrow('no method')
    await expect(client.request('engine', 'restore', {})).rejects.toThrow('no method')
    const bad = client.request('engine', 'step', { count: -1 })
    await expect(bad).rejects.toThrow('"step" got bad parameters: count:')
    await expect(bad).rejects.toMatchObject({ issues: [{ path: 'count' }] })
    await expect(client.request('engine', 'probe', { points: [1, 2] })).rejects.toThrow('points')
    expect(handle).not.toHaveBeenCalled()
  })

  it('takes a moment of the present run or of an earlier one, and no other', async () => {
    const handle = vi.fn(() => Promise.resolve(null))
    const { client } = connected(handle)
    const view = { kind: 'samples', id: 's', count: 1, seed: 1 }
    for (const at of [undefined, 0, 17, { run: 1, step: null }, { run: 8, step: 0 }])
      await client.request('engine', 'watch', { views: [{ ...view, at }] })
    expect(handle).toHaveBeenCalledTimes(5)
    for (const at of [-1, 0.5, null, {}, { run: 0, step: 1 }, { run: 1 }, { run: 1, step: -1 }, { step: 1 }])
      await expect(client.request('engine', 'watch', { views: [{ ...view, at }] })).rejects.toThrow('views.0.at')
    await expect(client.request('engine', 'describeRun', { run: '1' })).rejects.toThrow('run')
    await expect(client.request('engine', 'holdRuns', { runs: Array(9).fill(1) })).rejects.toThrow('runs')
    expect(handle).toHaveBeenCalledTimes(5)
  })

  it('answers an error when a result cannot travel', async () => {
    const { client } = connected(() => Promise.resolve(() => 'a function'))
    await expect(client.call('engine', 'train', {})).rejects.toThrow(/could not be cloned/)
  })

  it('rejects what waits when the port closes, and what is asked afterwards', async () => {
    const { client, far } = connected(() => new Promise(() => undefined))
    const waiting = client.call('engine', 'train', {})
    far.close()
    await expect(waiting).rejects.toThrow('No answer to "train": closed in a test')
    await expect(client.call('engine', 'pause', {})).rejects.toThrow('"pause" was not sent')
  })

  it('drops answers that are ready after the port closed', async () => {
    let finish: (value: unknown) => void = () => undefined
    const { client, near, far } = connected(() => new Promise((done) => (finish = done)))
    const post = vi.spyOn(far, 'post')
    client.call('engine', 'train', {}).catch(() => undefined)
    await settle()
    near.close()
    finish(null)
    await settle()
    expect(post).not.toHaveBeenCalled()
  })

  it('tells events to all who listen, until they stop', async () => {
    const { client, server } = connected(() => Promise.resolve(null))
    const heard: unknown[] = []
    const stop = client.onEvent((event) => heard.push(event))
    server.emit({ event: 'engine-lost', reason: 'one' })
    await settle()
    stop()
    server.emit({ event: 'engine-lost', reason: 'two' })
    await settle()
    expect(heard).toEqual([{ event: 'engine-lost', reason: 'one' }])
  })
})

describe('a client on a link', () => {
  function link() {
    const core = createPortCore<Message>()
    const listeners = new Set<(state: LinkState) => void>()
    const sent: Message[] = []
    const port: Link<Message> = {
      ...core.hearing,
      state: { kind: 'connecting' },
      onState(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      post: (message) => void sent.push(message),
      close: () => undefined,
    }
    const become = (state: LinkState) => {
      for (const listener of listeners) listener(state)
    }
    return { port, sent, become, deliver: core.deliver }
  }
  afterEach(() => vi.restoreAllMocks())

  it('rejects calls while the connection is lost, and makes them again once it is back', async () => {
    const { port, sent, become, deliver } = link()
    const client = createClient(port)
    become({ kind: 'open' })
    const waiting = client.call('engine', 'train', {})
    become({ kind: 'lost', reason: 'the server went away' })
    await expect(waiting).rejects.toThrow('No answer to "train": the server went away')
    await expect(client.call('engine', 'train', {})).rejects.toThrow('was not sent')
    become({ kind: 'open' })
    const again = client.call('engine', 'pause', {})
    const { id } = sent.at(-1) as { id: number }
    deliver({ kind: 'response', id, ok: true, result: null })
    await expect(again).resolves.toBeNull()
    expect(sent).toHaveLength(2)
  })
})

describe('readMessage', () => {
  it.each([
    null,
    [],
    'request',
    { kind: 'request', id: -1, target: 'engine', method: 'train', params: {} },
    { kind: 'request', id: 1, target: 'window', method: 'train', params: {} },
    { kind: 'request', id: 1, target: 'engine', method: '', params: {} },
    { kind: 'request', id: 1, target: 'engine', method: 'train', params: {}, extra: 1 },
    { kind: 'response', id: 1, ok: false, error: 'words' },
    { kind: 'response', id: 1, ok: 'yes', result: 1 },
    { kind: 'event', event: { event: 'shutdown' } },
    { kind: 'event', event: { event: 'checkpoint', checkpoint: [1, 2] } },
    { kind: 'event', event: { event: 'runs', runs: { present: 0, earlier: [] } } },
    { kind: 'event', event: { event: 'runs', runs: { present: 2, earlier: [{ run: 1, columns: 'x', steps: [] }] } } },
  ])('refuses %j', (value) => {
    expect(readMessage(value)).toMatchObject({ ok: false })
  })
})
