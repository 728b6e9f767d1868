import { createCodec } from '@shared/rpc/codec'
import { MessageCutter } from '@shared/rpc/framing'
import type { Link } from '@shared/rpc/link'
import type { Message } from '@shared/rpc/protocol'
import { createLinkCore } from './linkCore'
import { t } from '../strings/t'

/** Most bytes of one message. */
const LIMIT = 512 * 1024 ** 2

const utf8 = {
  encode: (text: string) => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
}
const codec = createCodec(utf8, LIMIT)

/** Milliseconds before the n-th new attempt; the last one repeats. */
const delays = [200, 500, 1000, 2000, 5000]

/** The code a server closes with when it will not have this page back, whatever it tries: see `web/socketPort.ts`. */
const POLICY_VIOLATION = 1008

/** The connections of a page to its server, which know each other by the page's name. */
export interface SocketWays {
  socket(page: string): WebSocket
  /** Asks for the stream of frames, until the signal. */
  frames(page: string, signal: AbortSignal): Promise<Response>
}

/**
 * The link of the web shell: a WebSocket that is opened again when it breaks. Posts while it is broken are refused.
 * Frames come in a stream of their own where the server has one to give, and by the socket where not.
 */
export function socketLink(ways: SocketWays): Link<Message> {
  const core = createLinkCore<Message>()
  let socket: WebSocket
  let queue: Message[] = []
  let attempts = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const receive = (bytes: Uint8Array) => {
    const message = codec.decode(bytes)
    if (message.ok) core.deliver(message.value)
  }

  const start = () => {
    const page = randomName()
    const stream = new AbortController()
    socket = ways.socket(page)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      attempts = 0
      core.setState({ kind: 'open' })
      for (const message of queue) socket.send(codec.encode(message))
      queue = []
      const opened = socket
      void receiveFrames(ways.frames(page, stream.signal), receive).catch(() => {
        opened.close() // a frame may be lost, and its view would wait for it: all is asked for anew
      })
    }
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) receive(new Uint8Array(data))
    }
    socket.onclose = ({ code, reason }) => {
      stream.abort()
      if (core.state.kind === 'closed') return
      if (code === POLICY_VIOLATION) {
        core.setState({ kind: 'closed', reason: reason || t('shell.link.refused') })
        return
      }
      queue = []
      core.setState({ kind: 'lost', reason: reason || t('shell.link.lost') })
      timer = setTimeout(start, delays[Math.min(attempts++, delays.length - 1)])
    }
  }
  start()

  return {
    get state() {
      return core.state
    },
    ...core.hearing,
    post(message) {
      if (core.state.kind === 'connecting') queue.push(message)
      else if (core.state.kind !== 'open') throw new Error(core.state.reason)
      // one that is closing is lost in a moment, and refuses then whatever was asked of it
      else if (socket.readyState === WebSocket.OPEN) socket.send(codec.encode(message))
    },
    close() {
      clearTimeout(timer)
      core.setState({ kind: 'closed', reason: t('shell.link.closedHere') })
      socket.close()
    },
  }
}

/** Receives what a stream brings, and rejects when it ends. Resolves at once where the server gives none. */
async function receiveFrames(asked: Promise<Response>, receive: (bytes: Uint8Array) => void): Promise<void> {
  const answer = await asked
  if (!answer.ok || answer.body === null) return
  const messages = new MessageCutter(LIMIT)
  const reader = answer.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) throw new Error(t('shell.link.framesEnded'))
    for (const message of messages.take(value)) {
      try {
        receive(message)
      } catch (error) {
        reportError(error) // of who listens, not of the stream
      }
    }
  }
}

/** Not by `randomUUID`, which pages of other machines do not have: they come without TLS. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
