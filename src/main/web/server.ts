import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Port } from '@shared/rpc/port'
import type { Message } from '@shared/rpc/protocol'
import { readPageFile, words, type PageAnswer } from '../page/files'
import { socketLimits, socketPort } from '../port/socketPort'
import { createFrameStreams } from './frameStreams'
import { createGate, requestUrl, type Gate } from './gate'

export interface WebServerOptions {
  /** The built page. */
  readonly folder: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** A page has connected. */
  readonly connect: (port: Port<Message>) => void
}

export interface WebServer {
  /** With the token: whoever has it may use the app. */
  readonly url: string
  close(): Promise<void>
}

const MAX_PAGES = 16
/**
 * Serves the page over HTTP and its messages over a WebSocket at `/socket`, frames by `frameStreams.ts` where the page
 * asks for that; `gate.ts` says to whom.
 */
export async function startWebServer({ folder, host, port, connect }: WebServerOptions): Promise<WebServer> {
  // Listening on every address, the machine is best asked for by its name.
  const shown = host === '0.0.0.0' || host === '::' ? hostname().toLowerCase() : host.toLowerCase()
  const gate = createGate([shown])
  const frames = createFrameStreams()
  const http = createServer((request, response) => {
    if (requestUrl(request).pathname === '/frames') {
      const refusal = gate.refuse(request, 'page') ?? frames.refuse(request)
      if (refusal) send(response, words(refusal.status, refusal.reason), request.method === 'HEAD')
      else frames.answer(request, response)
      return
    }
    void answer(request, gate, folder).then((page) => {
      send(response, page, request.method === 'HEAD')
    })
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.message,
    perMessageDeflate: false, // frames are floats: they do not shrink, they only cost time
  })

  http.on('upgrade', (request, stream: Duplex, head) => {
    const refusal = refuseUpgrade(request, gate, sockets.clients.size)
    if (refusal) {
      refuseStream(stream, refusal)
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const port = socketPort(socket)
      frames.connected(request, port)
      connect(port)
    })
  })

  await listen(http, host, port)
  const { port: actual } = http.address() as AddressInfo
  const name = shown.includes(':') ? `[${shown}]` : shown
  return {
    url: `http://${name}:${actual}/?token=${gate.token}`,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets.clients) socket.terminate()
        http.close(() => {
          done()
        })
        http.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, gate: Gate, folder: string): Promise<PageAnswer> {
  try {
    const refusal = gate.refuse(request, 'page')
    if (refusal) return words(refusal.status, refusal.reason)
    if (request.method !== 'GET' && request.method !== 'HEAD') return words(405, 'Only GET and HEAD are answered.')
    const { pathname } = requestUrl(request)
    if (pathname === '/' && gate.hasTokenInUrl(request)) {
      // The token leaves the address bar, the history and every screenshot; the cookie stands for it.
      const page = words(303, 'See /')
      return { ...page, headers: { ...page.headers, Location: '/', 'Set-Cookie': gate.cookie() } }
    }
    return await readPageFile(folder, pathname)
  } catch (error) {
    return words(500, `The page could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function send(response: ServerResponse, { status, headers, body }: PageAnswer, headOnly: boolean): void {
  response.writeHead(status, { ...headers, 'Content-Length': body.length })
  response.end(headOnly ? undefined : body)
}

function refuseUpgrade(request: IncomingMessage, gate: Gate, pages: number) {
  const refusal = gate.refuse(request, 'socket')
  if (refusal) return refusal
  if (requestUrl(request).pathname !== '/socket') {
    return { status: 404, reason: 'Messages go to /socket.' }
  }
  if (pages >= MAX_PAGES) return { status: 503, reason: `${MAX_PAGES} pages are open already. Close one.` }
  return null
}

function refuseStream(stream: Duplex, { status, reason }: { readonly status: number; readonly reason: string }): void {
  const text = `${reason}\n`
  stream.on('error', () => stream.destroy()) // the other side may be gone already
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(new Error(listenWords(error, host, port), { cause: error }))
    })
    server.listen(port, host, done)
  })
}

function listenWords(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Choose another with --port, or any free one with --port 0.`
    case 'EACCES':
      return `Port ${port} may not be used by you. Choose one of 1024 or above with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `"${host}" is not an address of this machine. Leave --host out, or give one of its own.`
    default:
      return `The server could not start on ${host}:${port}: ${error.message}`
  }
}
