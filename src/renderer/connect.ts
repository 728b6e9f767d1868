import type { Link } from '@shared/rpc/link'
import type { Message } from '@shared/rpc/protocol'
import { bridgeLink, type Bridge } from './link/bridgeLink'
import { socketLink } from './link/socketLink'

declare global {
  interface Window {
    /** Present in Electron only: what the preload script hands over. */
    readonly diffeo?: Bridge
  }
}

/** The way to the host: the preload's port in Electron, a WebSocket to the server of this page in a browser. */
export function connect(page: Window = window): Link<Message> {
  if (page.diffeo) return bridgeLink(page, page.diffeo)
  const way = (name: string, of: string): URL => {
    const url = new URL(name, page.location.href)
    url.search = new URLSearchParams({ page: of }).toString()
    url.hash = ''
    return url
  }
  return socketLink({
    socket: (of) => {
      const url = way('socket', of)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(url)
    },
    frames: (of, signal) => fetch(way('frames', of), { signal, cache: 'no-store' }),
  })
}
