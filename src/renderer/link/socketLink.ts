import { createCodec } from '@shared/rpc/codec'
import type { Link } from '@shared/rpc/link'
import type { Message } from '@shared/rpc/protocol'
import { createLinkCore } from './linkCore'

const codec = createCodec({
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
})

/** Milliseconds before the n-th new attempt; the last one repeats. */
const delays = [200, 500, 1000, 2000, 5000]

/** The code a server closes with when it will not have this page back, whatever it tries: see `web/socketPort.ts`. */
const POLICY_VIOLATION = 1008

/** The link of the web shell: a WebSocket that is opened again when it breaks. Posts while it is broken are refused. */
export function socketLink(open: () => WebSocket): Link<Message> {
  const core = createLinkCore<Message>()
  let socket: WebSocket
  let queue: Message[] = []
  let attempts = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const start = () => {
    socket = open()
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      attempts = 0
      core.setState({ kind: 'open' })
      for (const message of queue) socket.send(codec.encode(message))
      queue = []
    }
    socket.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return
      const message = codec.decode(new Uint8Array(data))
      if (message.ok) core.deliver(message.value)
    }
    socket.onclose = ({ code, reason }) => {
      if (core.state.kind === 'closed') return
      if (code === POLICY_VIOLATION) {
        core.setState({ kind: 'closed', reason: reason || 'the server refused this page' })
        return
      }
      queue = []
      core.setState({ kind: 'lost', reason: reason || 'the connection to Diffeo was lost; trying again' })
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
      else if (core.state.kind === 'open') socket.send(codec.encode(message))
      else throw new Error(core.state.reason)
    },
    close() {
      clearTimeout(timer)
      core.setState({ kind: 'closed', reason: 'the connection was closed here' })
      socket.close()
    },
  }
}
