// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCodec } from '@shared/rpc/codec'
import { lengthPrefix } from '@shared/rpc/framing'
import type { LinkState } from '@shared/rpc/link'
import type { Message } from '@shared/rpc/protocol'
import { connect } from '../../../src/renderer/connect'
import { bridgeLink } from '../../../src/renderer/link/bridgeLink'
import { socketLink } from '../../../src/renderer/link/socketLink'

const ask = (id: number): Message => ({ kind: 'request', id, target: 'host', method: 'recent', params: {} })
const codec = createCodec({
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder().decode(bytes),
})

class FakeSocket {
  static made: FakeSocket[] = []
  binaryType = ''
  readyState: number = WebSocket.OPEN
  onopen: () => void = () => undefined
  onmessage: (event: { data: unknown }) => void = () => undefined
  onclose: (event: { code: number; reason: string }) => void = () => undefined
  send = vi.fn()
  close = vi.fn()
  constructor(readonly url = '') {
    FakeSocket.made.push(this)
  }
  ids = () =>
    this.send.mock.calls.map(([bytes]) => {
      const decoded = codec.decode(bytes as Uint8Array)
      return decoded.ok && decoded.value.kind === 'request' ? decoded.value.id : null
    })
}

beforeEach(() => {
  FakeSocket.made = []
})

describe('the link over a WebSocket', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  function linked() {
    const link = socketLink({
      socket: () => new FakeSocket() as never,
      frames: () => Promise.resolve(new Response('', { status: 404 })),
    })
    const states: LinkState['kind'][] = []
    link.onState((state) => states.push(state.kind))
    return { link, states, socket: () => FakeSocket.made.at(-1)! }
  }

  it('sends what was posted before it opened, in order', () => {
    const { link, socket } = linked()
    link.post(ask(1))
    link.post(ask(2))
    expect(socket().send).not.toHaveBeenCalled()
    socket().onopen()
    link.post(ask(3))
    expect(socket().ids()).toEqual([1, 2, 3])
    socket().readyState = WebSocket.CLOSING // it has not said so yet
    link.post(ask(4))
    expect(socket().ids()).toEqual([1, 2, 3])
  })

  it('opens again when it breaks, and says where it stands', () => {
    const { link, states, socket } = linked()
    socket().onopen()
    socket().onclose({ code: 1006, reason: '' })
    expect(link.state).toMatchObject({ kind: 'lost' })
    expect(() => {
      link.post(ask(1))
    }).toThrow('lost')
    vi.advanceTimersByTime(200)
    expect(FakeSocket.made).toHaveLength(2)
    socket().onopen()
    link.post(ask(2))
    expect(socket().ids()).toEqual([2])
    expect(states).toEqual(['open', 'lost', 'open'])
  })

  it('waits longer each time that it fails again, but never more than five seconds', () => {
    const { socket } = linked()
    for (const delay of [200, 500, 1000, 2000, 5000, 5000]) {
      const before = FakeSocket.made.length
      socket().onclose({ code: 1006, reason: '' })
      vi.advanceTimersByTime(delay - 1)
      expect(FakeSocket.made).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(FakeSocket.made).toHaveLength(before + 1)
    }
  })

  it('stays closed when it was closed here', () => {
    const { link, socket } = linked()
    const reasons: string[] = []
    link.onClose((reason) => reasons.push(reason))
    link.close()
    socket().onclose({ code: 1005, reason: '' })
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.made).toHaveLength(1)
    expect(reasons).toHaveLength(1)
  })

  it('keeps messages until someone listens, and drops what is none', () => {
    const { link, socket } = linked()
    socket().onopen()
    const message: Message = { kind: 'response', id: 1, ok: true, result: Float32Array.of(NaN) }
    socket().onmessage({ data: codec.encode(message).buffer })
    socket().onmessage({ data: 'text' })
    socket().onmessage({ data: new ArrayBuffer(3) })
    const heard: Message[] = []
    link.onMessage((next) => heard.push(next))
    expect(heard).toEqual([message])
  })
})

describe('the stream of frames beside a WebSocket', () => {
  const frame: Message = { kind: 'response', id: 7, ok: true, result: Float32Array.of(1, 2) }

  /** A link whose stream is fed by hand. */
  function streamed() {
    let feed!: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({ start: (controller) => (feed = controller) })
    const signals: AbortSignal[] = []
    const names: string[] = []
    const link = socketLink({
      socket: (page) => {
        names.push(page)
        return new FakeSocket() as never
      },
      frames: (page, signal) => {
        names.push(page)
        signals.push(signal)
        return Promise.resolve(new Response(body))
      },
    })
    const heard: Message[] = []
    link.onMessage((message) => heard.push(message))
    FakeSocket.made[0]!.onopen()
    return { feed, heard, link, names, signal: () => signals[0]!, socket: FakeSocket.made[0]! }
  }

  it('is asked for under the name of the socket, and its messages are heard wherever it is cut', async () => {
    const { feed, heard, names } = streamed()
    expect(names[1]).toBe(names[0])
    const bytes = codec.encode(frame)
    const all = Uint8Array.of(...lengthPrefix(bytes.length), ...bytes, ...lengthPrefix(bytes.length), ...bytes)
    for (const [from, to] of [[0, 2], [2, 9], [9, all.length - 3], [all.length - 3, all.length]]) feed.enqueue(all.slice(from, to)) // prettier-ignore
    await vi.waitFor(() => {
      expect(heard).toEqual([frame, frame])
    })
  })

  it('closes the socket when it ends, for what was on its way is lost', async () => {
    const { feed, socket } = streamed()
    feed.close()
    await vi.waitFor(() => {
      expect(socket.close).toHaveBeenCalledOnce()
    })
  })

  it('outlives what a listener throws, which is said as the page says all errors', async () => {
    const said = vi.fn()
    vi.stubGlobal('reportError', said)
    const { feed, link, socket } = streamed()
    const heard: Message[] = []
    link.onMessage((message) => {
      if (heard.push(message) === 1) throw new Error('of a listener')
    })
    const bytes = codec.encode(frame)
    for (let k = 0; k < 2; k++) feed.enqueue(Uint8Array.of(...lengthPrefix(bytes.length), ...bytes))
    await vi.waitFor(() => {
      expect(heard).toHaveLength(2)
    })
    expect(said).toHaveBeenCalledOnce()
    expect(socket.close).not.toHaveBeenCalled()
    vi.unstubAllGlobals()
  })

  it('is given up with the socket', () => {
    const { signal, socket } = streamed()
    expect(signal().aborted).toBe(false)
    socket.onclose({ code: 1006, reason: '' })
    expect(signal().aborted).toBe(true)
  })
})

describe('the link over the preload script', () => {
  function bridged() {
    const requestPort = vi.fn<(answer: string) => void>()
    const listeners = new Set<(event: unknown) => void>()
    const page = {
      addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: (event: unknown) => void) => listeners.delete(listener),
    } as unknown as Window
    const link = bridgeLink(page, { requestPort })
    const answer = requestPort.mock.calls[0]![0]
    const arrive = (data: unknown, source: unknown = page) => {
      const { port1, port2 } = new MessageChannel()
      for (const listener of [...listeners]) listener({ data, source, ports: [port2] })
      return port1
    }
    return { link, page, answer, arrive, listeners }
  }

  it('takes the port that comes with its own word, once, and sends what waited', async () => {
    const { link, answer, arrive, listeners } = bridged()
    link.post(ask(1))
    const far = arrive(answer)
    expect(link.state.kind).toBe('open')
    expect(listeners.size).toBe(0)
    const got = await new Promise((done) => {
      far.onmessage = ({ data }) => {
        done(data)
      }
    })
    expect(got).toEqual(ask(1))
    const heard = new Promise<Message>((done) => {
      link.onMessage(done)
    })
    far.postMessage('no message')
    far.postMessage({ kind: 'response', id: 1, ok: true, result: 5 })
    expect(await heard).toEqual({ kind: 'response', id: 1, ok: true, result: 5 })
    far.close()
  })

  it('takes no port from another window, or with another word', () => {
    const { link, answer, arrive } = bridged()
    arrive(answer, {}).close()
    arrive('diffeo').close()
    expect(link.state.kind).toBe('connecting')
  })
})

describe('connect', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['http://127.0.0.1:7341/?token=x#a', 'ws://127.0.0.1:7341/socket', 'http://127.0.0.1:7341/frames'],
    ['https://example.org/diffeo/', 'wss://example.org/diffeo/socket', 'https://example.org/diffeo/frames'],
  ])('from %s opens %s and %s in one name, without the token', (href, socket, frames) => {
    const asked = vi.fn((_url: URL) => Promise.resolve(new Response('', { status: 404 })))
    vi.stubGlobal('WebSocket', FakeSocket)
    vi.stubGlobal('fetch', asked)
    connect({ location: { href } } as Window)
    const [made] = FakeSocket.made
    made!.onopen()
    const name = new URL(made!.url).search
    expect(name).toMatch(/^\?page=[\da-f]{32}$/)
    expect(String(made!.url)).toBe(socket + name)
    expect(String(asked.mock.calls[0]![0])).toBe(frames + name)
  })

  it('in Electron asks the preload script', () => {
    const requestPort = vi.fn()
    const page = { diffeo: { requestPort }, addEventListener: vi.fn() } as unknown as Window
    expect(connect(page).state.kind).toBe('connecting')
    expect(requestPort).toHaveBeenCalledOnce()
  })
})
