import { protocol } from 'electron'
import { readPageFile, words } from '../page/files'

const SCHEME = 'app'
const HOST = 'diffeo'

/** The page's address. */
export const PAGE_URL = `${SCHEME}://${HOST}/`

/** Whether a URL is one of the page's own. By its parts: the origin of a scheme of one's own is opaque to `URL`. */
export function isOurs(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol: scheme, host, username, password } = new URL(url)
  return scheme === `${SCHEME}:` && host === HOST && username === '' && password === ''
}

/** To be called once, before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Answers `app://diffeo/…` with the built page's files, and with nothing outside their folder. */
export function serveScheme(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { status, headers, body } = await answer(request, folder)
    return new Response(body, { status, headers })
  })
}

async function answer({ url, method }: Request, folder: string) {
  if (!isOurs(url)) return words(403, 'This is not an address of Diffeo.')
  if (method !== 'GET') return words(405, 'Only GET is answered.')
  try {
    return await readPageFile(folder, new URL(url).pathname)
  } catch (error) {
    return words(500, `The page could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
