import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import { createCodec } from '@shared/rpc/codec'
import { lengthPrefix } from '@shared/rpc/framing'
import type { Port } from '@shared/rpc/port'
import { createPortCore } from '@shared/rpc/portCore'
import type { Message } from '@shared/rpc/protocol'
import { utf8 } from './utf8'

/** Close codes of RFC 6455, section 7.4.1. */
const UNSUPPORTED_DATA = 1003
const INVALID_DATA = 1007
const TRY_AGAIN_LATER = 1013

export interface SocketLimits {
  /** Most bytes in one message. */
  readonly message: number
  /** Most bytes that may wait to be sent: a page that takes nothing in any more is let go. */
  readonly waiting: number
  /** Milliseconds between pings; a page that answered none in between is let go. */
  readonly heartbeat: number
}

export const socketLimits: SocketLimits = { message: 512 * 1024 ** 2, waiting: 64 * 1024 ** 2, heartbeat: 15_000 }

/** A port to a page. */
export interface PagePort extends Port<Message> {
  /** Sends frames, which may overtake other messages, through `stream` as long as it is open; ends it with the port. */
  streamFrames(stream: Writable): void
}

/** A port over a server's WebSocket. What is no message ends the connection with the reason. */
export function socketPort(socket: WebSocket, limits: SocketLimits = socketLimits): PagePort {
  const core = createPortCore<Message>()
  const codec = createCodec(utf8, limits.message)
  let frames: Writable | null = null

  let answered = true
  const heartbeat = setInterval(() => {
    if (!answered) socket.terminate()
    answered = false
    socket.ping()
  }, limits.heartbeat)

  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', (data, isBinary) => {
    answered = true
    if (!isBinary || !(data instanceof Uint8Array)) {
      socket.close(UNSUPPORTED_DATA, 'messages are binary')
      return
    }
    const message = codec.decode(data)
    if (message.ok) core.deliver(message.value)
    else socket.close(INVALID_DATA, message.issues[0]!.message.slice(0, 100))
  })
  socket.on('error', () => {
    socket.terminate() // 'close' follows, and tells
  })
  socket.on('close', (code, reason) => {
    clearInterval(heartbeat)
    frames?.end()
    core.closed(reason.toString() || `the page is gone (code ${code})`)
  })

  return {
    ...core.hearing,
    post(message) {
      if (core.isClosed) return
      const bytes = codec.encode(message)
      // One large answer to an idle page may pass; a second one behind it may not.
      if (Math.max(socket.bufferedAmount, frames?.writableLength ?? 0) > limits.waiting)
        socket.close(TRY_AGAIN_LATER, 'the page takes nothing in')
      else if (frames !== null && isFrame(message)) {
        frames.cork()
        frames.write(lengthPrefix(bytes.length))
        frames.write(bytes)
        frames.uncork()
      } else socket.send(bytes)
    },
    streamFrames(stream) {
      frames = stream
      stream.on('error', () => stream.destroy()) // 'close' follows
      stream.on('close', () => {
        if (frames === stream) frames = null
      })
    },
    close() {
      core.closed('the connection was closed here')
      socket.close()
    },
  }
}

const isFrame = (message: Message): boolean => message.kind === 'event' && message.event.event === 'frame'
