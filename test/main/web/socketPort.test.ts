import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import type { Message } from '@shared/rpc/protocol'
import { socketPort } from '../../../src/main/port/socketPort'

const limits = { message: 1000, waiting: 100, heartbeat: 50 }
const event: Message = { kind: 'event', event: { event: 'engine-lost', reason: 'x' } }

function fakeSocket() {
  return Object.assign(new EventEmitter(), {
    bufferedAmount: 0,
    send: vi.fn(),
    close: vi.fn(),
    ping: vi.fn(),
    terminate: vi.fn(),
  })
}

describe('a port over a socket', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('lets a page go that takes nothing in', () => {
    const socket = fakeSocket()
    const port = socketPort(socket as never as WebSocket, limits)
    port.post(event)
    expect(socket.send).toHaveBeenCalledOnce()
    socket.bufferedAmount = 101
    port.post(event)
    expect(socket.send).toHaveBeenCalledOnce()
    expect(socket.close).toHaveBeenCalledWith(1013, 'the page takes nothing in')
  })

  it('lets a page go that answers no ping, and keeps one that does', () => {
    const socket = fakeSocket()
    socketPort(socket as never as WebSocket, limits)
    for (let beat = 0; beat < 5; beat++) {
      vi.advanceTimersByTime(50)
      socket.emit('pong')
    }
    expect(socket.ping).toHaveBeenCalledTimes(5)
    expect(socket.terminate).not.toHaveBeenCalled()
    vi.advanceTimersByTime(100)
    expect(socket.terminate).toHaveBeenCalled()
  })

  it('stops its pings and tells once when the socket closes', () => {
    const socket = fakeSocket()
    const port = socketPort(socket as never as WebSocket, limits)
    const heard: string[] = []
    port.onClose((reason) => heard.push(reason))
    socket.emit('close', 1006, Buffer.from(''))
    socket.emit('close', 1006, Buffer.from(''))
    vi.advanceTimersByTime(500)
    port.post(event)
    expect(heard).toEqual(['the page is gone (code 1006)'])
    expect(socket.ping).not.toHaveBeenCalled()
    expect(socket.send).not.toHaveBeenCalled()
  })
})
