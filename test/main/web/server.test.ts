import { createServer, request, type IncomingMessage } from 'node:http'
import { connect as connectSocket, type AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { createCodec } from '@shared/rpc/codec'
import { MessageCutter } from '@shared/rpc/framing'
import type { Port } from '@shared/rpc/port'
import type { Message } from '@shared/rpc/protocol'
import { utf8 } from '../../../src/main/port/utf8'
import { startWebServer, type WebServer } from '../../../src/main/web/server'

const codec = createCodec(utf8)

/** A real server on a real port, asked as a browser would and as a browser would not. */
describe('the web server', () => {
  let folder: string
  let server: WebServer
  let ports: Port<Message>[]
  let origin: string
  let token: string
  let cookie: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-web-'))
    await writeFile(join(folder, 'index.html'), '<html><head></head></html>')
    server = await startWebServer({ folder, host: '127.0.0.1', port: 0, connect: (port) => ports.push(port) })
    const url = new URL(server.url)
    origin = url.origin
    token = url.searchParams.get('token')!
    const { headers } = await get('/', {}, `?token=${token}`)
    cookie = headers['set-cookie']![0]!.split(';')[0]!
  })
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    ports = []
  })

  const get = (path: string, headers: Record<string, string> = {}, query = '', method = 'GET') =>
    new Promise<IncomingMessage>((done, fail) => {
      const asked = request(`${origin}${path}${query}`, { headers, method }, (response) => {
        response.resume()
        done(response)
      })
      asked.on('error', fail).end()
    })

  /** The status that a handshake was refused with, or the open socket. */
  const handshake = (options: ClientOptions = {}, path = '/socket') =>
    new Promise<WebSocket | number>((done) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, {
        origin,
        ...options,
        headers: { cookie, ...options.headers },
      })
      socket.on('open', () => {
        done(socket)
      })
      socket.on('unexpected-response', (_request, response) => {
        done(response.statusCode ?? 0)
      })
      socket.on('error', () => undefined)
    })

  const closing = (socket: WebSocket) =>
    new Promise<{ code: number; reason: string }>((done) => {
      socket.on('close', (code, reason) => {
        done({ code, reason: reason.toString() })
      })
    })

  describe('over HTTP', () => {
    it('trades the token of the address for a cookie that no script and no other site can use', async () => {
      const { statusCode, headers } = await get('/', {}, `?token=${token}`)
      expect(statusCode).toBe(303)
      expect(headers.location).toBe('/')
      expect(headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
      expect((await get('/', { cookie })).statusCode).toBe(200)
    })

    it('answers nobody without the token', async () => {
      expect((await get('/')).statusCode).toBe(401)
      expect((await get('/', { cookie: cookie.slice(0, -1) })).statusCode).toBe(401)
      expect((await get('/', {}, '?token=')).statusCode).toBe(401)
      expect((await get('/', {}, `?token=${token}x`)).statusCode).toBe(401)
    })

    it("answers no one who asks for a stranger's name, token or not", async () => {
      for (const host of ['evil.example', 'localhost.evil.example', 'evil.example:80', '127.0.0.1@evil.example']) {
        expect((await get('/', { cookie, host })).statusCode).toBe(403)
      }
    })

    it('answers under every name of this machine, on any port, as through a tunnel', async () => {
      for (const host of ['localhost:9999', '127.0.0.1', '[::1]:80']) {
        expect((await get('/', { cookie, host })).statusCode).toBe(200)
      }
    })

    it("refuses requests from other sites' pages", async () => {
      for (const strange of ['http://evil.example', 'null', 'http://127.0.0.1:1', origin.replace('http', 'https')]) {
        expect((await get('/', { cookie, origin: strange })).statusCode).toBe(403)
      }
      expect((await get('/', { cookie, origin })).statusCode).toBe(200)
    })

    it('only reads', async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        expect((await get('/', { cookie }, '', method)).statusCode).toBe(405)
      }
    })

    it('puts the policy on every answer, refusals too', async () => {
      for (const response of [await get('/', { cookie }), await get('/'), await get('/none.js', { cookie })]) {
        expect(response.headers['content-security-policy']).toContain("default-src 'none'")
        expect(response.headers['x-content-type-options']).toBe('nosniff')
        expect(response.headers['referrer-policy']).toBe('no-referrer')
      }
    })

    it('survives targets that are no URL, on either kind of request', async () => {
      const raw = (text: string) =>
        new Promise<string>((done) => {
          const stream = connectSocket(Number(new URL(origin).port), '127.0.0.1')
          let said = ''
          stream
            .on('data', (data) => (said += data.toString()))
            .on('close', () => {
              done(said)
            })
          stream.end(text)
        })
      const host = new URL(origin).host
      expect(await raw(`GET http://[ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 401/)
      const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nOrigin: ${origin}\r\n`
      expect(await raw(`GET http://[ HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 401/)
      expect((await get('/', { cookie })).statusCode).toBe(200)
    })
  })

  describe('over a WebSocket', () => {
    it('carries messages both ways, typed arrays as they are', async () => {
      const socket = (await handshake()) as WebSocket
      const [port] = ports
      const arrived = new Promise<Message>((done) => {
        port!.onMessage(done)
      })
      const message: Message = {
        kind: 'request',
        id: 1,
        target: 'engine',
        method: 'probe',
        params: { points: Float64Array.of(NaN, -0) },
      }
      socket.send(codec.encode(message))
      expect(await arrived).toEqual(message)
      const back = new Promise<Buffer>((done) => socket.once('message', done))
      port!.post({ kind: 'response', id: 1, ok: true, result: Float32Array.of(1, 2) })
      expect(codec.decode(await back)).toEqual({
        ok: true,
        value: { kind: 'response', id: 1, ok: true, result: Float32Array.of(1, 2) },
      })
      socket.close()
    })

    it('opens only for our own page, with its cookie, under our own name, at its one place', async () => {
      expect(await handshake({ headers: { cookie: '' } })).toBe(401)
      expect(await handshake({ origin: 'http://evil.example' })).toBe(403)
      expect(await handshake({ origin: undefined })).toBe(403)
      expect(await handshake({ headers: { host: 'evil.example' } })).toBe(403)
      expect(await handshake({}, '/elsewhere')).toBe(404)
      expect(ports).toEqual([])
    })

    it.each([
      ['text', 'hello', 1003],
      ['bytes that are no message', Uint8Array.of(1, 2, 3), 1007],
    ])('ends a connection that sends %s, and tells why', async (_what, data, code) => {
      const socket = (await handshake()) as WebSocket
      const closed = closing(socket)
      socket.send(data)
      expect(await closed).toMatchObject({ code, reason: expect.stringMatching(/binary|Message:/) as string })
    })
  })

  it('says in words that a port is taken', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const second = startWebServer({ folder, host: '127.0.0.1', port, connect: () => undefined })
    await expect(second).rejects.toThrow(`Port ${port} is taken by another program. Choose another with --port`)
    other.close()
  })

  it('takes sixteen pages and no more', async () => {
    const own = await startWebServer({ folder, host: '127.0.0.1', port: 0, connect: () => undefined })
    const url = new URL(own.url)
    const open = () =>
      new Promise<number>((done) => {
        const path = `ws://${url.host}/socket?token=${url.searchParams.get('token')}`
        new WebSocket(path, { origin: url.origin })
          .on('open', () => {
            done(101)
          })
          .on('unexpected-response', (_request, response) => {
            done(response.statusCode ?? 0)
          })
          .on('error', () => undefined)
      })
    const statuses = await Promise.all(Array.from({ length: 17 }, open))
    expect(statuses.sort()).toEqual([...Array.from({ length: 16 }, () => 101), 503])
    await own.close()
  })

  it('says in words that an address is not its own', async () => {
    const start = startWebServer({ folder, host: '192.0.2.1', port: 0, connect: () => undefined })
    await expect(start).rejects.toThrow('"192.0.2.1" is not an address of this machine')
  })

  describe('streams of frames', () => {
    const name = (n: number) => `page-of-a-test-${String(n)}`
    const points = Float32Array.of(1, 2)
    const frame: Message = {
      kind: 'event',
      event: { event: 'frame', frame: { kind: 'samples', view: 'v', step: 3, dims: 1, points } },
    }
    const stream = (n: number, headers: Record<string, string> = { cookie }) =>
      new Promise<IncomingMessage>((done) => {
        request(`${origin}/frames?page=${name(n)}`, { headers }, done).end()
      })
    const connected = async (n: number) => {
      const before = ports.length
      const socket = await handshake({}, `/socket?page=${name(n)}`)
      if (typeof socket === 'number') throw new Error(`refused: ${String(socket)}`)
      await vi.waitFor(() => {
        expect(ports.length).toBeGreaterThan(before)
      })
      return { socket, port: ports.at(-1)! }
    }

    it('carry the frames of a page that has a socket, and nothing else', async () => {
      const { socket, port } = await connected(1)
      const answer = await stream(1)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      const cutter = new MessageCutter(1000)
      const streamed: unknown[] = []
      const sent: unknown[] = []
      answer.on('data', (piece: Buffer) => {
        for (const bytes of cutter.take(new Uint8Array(piece))) streamed.push(codec.decode(bytes))
      })
      socket.on('message', (data) => sent.push(codec.decode(new Uint8Array(data as Buffer))))
      const lost: Message = { kind: 'event', event: { event: 'engine-lost', reason: 'x' } }
      port.post(frame)
      port.post(lost)
      await vi.waitFor(() => {
        expect(streamed).toEqual([{ ok: true, value: frame }])
        expect(sent).toEqual([{ ok: true, value: lost }])
      })
      const ended = new Promise((done) => answer.on('end', done))
      socket.close()
      await ended // with the socket
    })

    it('go to nobody without the token, to no name without a socket, and to no more than three at once', async () => {
      const pages = []
      for (const n of [1, 2, 3, 4]) pages.push(await connected(n))
      expect((await stream(1, {})).statusCode).toBe(401)
      expect((await stream(9)).statusCode).toBe(404)
      const answers = [await stream(1), await stream(2), await stream(3)]
      expect((await stream(4)).statusCode).toBe(503)
      answers[0]!.destroy()
      await vi.waitFor(async () => {
        expect((await stream(4)).statusCode).toBe(200)
      })
      for (const { socket } of pages) socket.terminate()
    })

    it('leave frames to the socket once they are broken', async () => {
      const { socket, port } = await connected(5)
      const answer = await stream(5)
      answer.on('error', () => undefined).destroy()
      const sent: unknown[] = []
      socket.on('message', (data) => sent.push(codec.decode(new Uint8Array(data as Buffer))))
      await vi.waitFor(() => {
        port.post(frame)
        expect(sent).toContainEqual({ ok: true, value: frame })
      })
      socket.terminate()
    })
  })
})
