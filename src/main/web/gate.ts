import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Who may come in: those who know the token, asking a name of this machine, from a page of this server. */
export interface Gate {
  readonly token: string
  /** Null when the request may pass, else the status and the reason in words. */
  refuse(request: IncomingMessage, use: 'page' | 'socket'): { readonly status: number; readonly reason: string } | null
  /** Whether the URL itself carries the token, as the address printed at the start does. */
  hasTokenInUrl(request: IncomingMessage): boolean
  /** For the answer to such a URL: from here on the browser shows this instead. */
  cookie(): string
}

/** What a request asks for. Never throws: a target that is no URL is one that nothing answers. */
export function requestUrl({ url = '/' }: IncomingMessage): URL {
  const base = 'http://localhost'
  return URL.canParse(url, base) ? new URL(url, base) : new URL('/no-url', base)
}

/** @param hosts further names that the server was told to listen on */
export function createGate(hosts: readonly string[], token = randomBytes(32).toString('base64url')): Gate {
  // Cookies know no port: the name keeps two servers on one machine from overwriting each other's.
  const name = `diffeo-${createHash('sha256').update(token).digest('hex').slice(0, 12)}`
  const names = new Set(['localhost', ...hosts])
  // Against DNS rebinding, a stranger's name that resolves to this machine; a bare address has no name to rebind.
  const isOurs = (hostname: string) => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || names.has(hostname)

  const hasTokenInUrl = (request: IncomingMessage) => {
    const query = requestUrl(request).searchParams.get('token')
    return query !== null && same(query, token)
  }

  return {
    token,
    hasTokenInUrl,
    cookie: () => `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    refuse(request, use) {
      const host = parseHost(request.headers.host)
      // The port is free, for a tunnel may change it.
      if (host === null || !isOurs(host.hostname)) {
        return { status: 403, reason: `Host "${request.headers.host ?? ''}" is not a name of this server.` }
      }
      const { origin } = request.headers
      if (origin === undefined ? use === 'socket' : origin !== `http://${host.host}`) {
        return { status: 403, reason: `Origin "${origin ?? ''}" is not a page of this server.` }
      }
      if (hasTokenInUrl(request) || same(cookieValue(request, name), token)) return null
      return {
        status: 401,
        reason: 'The token is missing or old. Open the address that Diffeo printed when it started.',
      }
    },
  }
}

function parseHost(host: string | undefined): { readonly hostname: string; readonly host: string } | null {
  if (host === undefined || !/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(host)) return null
  return { hostname: host.replace(/:\d+$/, '').toLowerCase(), host }
}

function cookieValue(request: IncomingMessage, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
