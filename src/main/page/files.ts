import { readFile, realpath } from 'node:fs/promises'
import { extname } from 'node:path'
import { within } from '../paths'
import { createNonce, securityHeaders, withNonce } from './policy'

/** An answer to a request for a file of the page, for either shell to send in its own way. */
export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Answers the path of a URL (`/`, `/assets/index-1a2b.js`) from a folder, and from nowhere else. */
export async function readPageFile(folder: string, urlPath: string): Promise<PageAnswer> {
  const nonce = createNonce()
  const path = await findFile(folder, urlPath)
  if (path === null) return words(404, 'There is no such file.', nonce)
  const type = types[extname(path)] ?? 'application/octet-stream'
  const content = await readFile(path)
  const isPage = extname(path) === '.html'
  // The build names assets by their content; the page itself carries a nonce that is never used again.
  const kept = urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
  return {
    status: 200,
    headers: { ...securityHeaders(nonce), 'Content-Type': type, 'Cache-Control': kept },
    body: isPage ? new TextEncoder().encode(withNonce(content.toString('utf8'), nonce)) : new Uint8Array(content),
  }
}

/** An answer in plain words. */
export function words(status: number, text: string, nonce = createNonce()): PageAnswer {
  return {
    status,
    headers: { ...securityHeaders(nonce), 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    body: new TextEncoder().encode(`${text}\n`),
  }
}

/** The real path of a file in the folder; null when there is none, or a link or `..` leads out. */
async function findFile(folder: string, urlPath: string): Promise<string | null> {
  let relative: string
  try {
    relative = decodeURIComponent(urlPath)
  } catch {
    return null // not a percent-encoded path
  }
  if (relative.includes('\\')) return null
  const named = within(folder, relative === '/' ? 'index.html' : `.${relative}`)
  if (named === null) return null
  try {
    const [real, root] = await Promise.all([realpath(named), realpath(folder)])
    return within(root, real) === real && extname(real) !== '' ? real : null
  } catch {
    return null // there is no such file
  }
}
