import type { IncomingMessage, ServerResponse } from 'node:http'
import { createNonce, securityHeaders } from '../page/policy'
import type { PagePort } from '../port/socketPort'
import { requestUrl } from './gate'

/** Browsers keep six connections to one server, and a page that cannot get one does not load. */
const MAX_STREAMS = 3
/** What a page calls itself, for its two connections to be known as one page's. */
const PAGE_NAME = /^[\w-]{16,64}$/

/**
 * The endless answers to `/frames?page=…`, through which a page that has a socket gets its frames. Chromium reads a
 * socket that carries less than a megabyte a second a thousand bytes at a time and wakes three threads for each: four
 * hundred times a second while a density is live, on the processors that train.
 */
export interface FrameStreams {
  /** A page has connected; the name is in its request. */
  connected(request: IncomingMessage, port: PagePort): void
  /** Null when this request may be answered, else the status and the reason in words. */
  refuse(request: IncomingMessage): { readonly status: number; readonly reason: string } | null
  /** Begins the answer to a request that is not refused. */
  answer(request: IncomingMessage, response: ServerResponse): void
}

export function createFrameStreams(): FrameStreams {
  const pages = new Map<string, PagePort>()
  const streams = new Set<ServerResponse>()
  const nameIn = (request: IncomingMessage) => requestUrl(request).searchParams.get('page') ?? ''

  return {
    connected(request, port) {
      const name = nameIn(request)
      if (!PAGE_NAME.test(name) || pages.has(name)) return
      pages.set(name, port)
      port.onClose(() => pages.delete(name))
    },
    refuse(request) {
      if (request.method !== 'GET') return { status: 405, reason: 'Frames are got by GET.' }
      if (!pages.has(nameIn(request))) return { status: 404, reason: 'No page of this name has a socket.' }
      if (streams.size < MAX_STREAMS) return null
      return { status: 503, reason: `${MAX_STREAMS} pages stream frames already. Others get them by their socket.` }
    },
    answer(request, response) {
      streams.add(response)
      response.on('close', () => streams.delete(response))
      response.writeHead(200, {
        ...securityHeaders(createNonce()),
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store',
      })
      response.flushHeaders()
      pages.get(nameIn(request))!.streamFrames(response)
    },
  }
}
