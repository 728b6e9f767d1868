import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session, WebContents } from 'electron'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { guardContents, guardSession } from '../../../src/main/electron/guards'
import { isOurs, registerScheme, serveScheme } from '../../../src/main/electron/scheme'
import { preferencesOf } from '../../../src/main/electron/window'
import * as electron from './fakeElectron'

vi.mock('electron', () => import('./fakeElectron'))
beforeEach(() => {
  electron.reset()
})

describe('the scheme app://', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-scheme-'))
    await mkdir(join(folder, 'renderer'))
    await writeFile(join(folder, 'renderer', 'index.html'), '<html><head></head></html>')
    await writeFile(join(folder, 'secret.json'), '{}')
  })
  afterAll(() => rm(folder, { recursive: true }))

  const fetchOwn = (url: string, method = 'GET') => {
    serveScheme(join(folder, 'renderer'))
    const handler = electron.protocol.handle.mock.lastCall![1]
    return Promise.resolve(handler({ url, method } as Request))
  }

  it('is a secure, standard one, told before the app is ready', () => {
    registerScheme()
    expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })

  it('serves the page with its policy', async () => {
    const response = await fetchOwn('app://diffeo/')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toContain('csp-nonce')
  })

  it.each([
    ['app://diffeo/../secret.json', 404],
    ['app://diffeo/%2e%2e/secret.json', 404],
    ['app://diffeo/..%2fsecret.json', 404],
    ['app://other/', 403],
    ['app://user@diffeo/', 403],
    ['file:///etc/passwd', 403],
  ])('answers %s with %d', async (url, status) => {
    expect((await fetchOwn(url)).status).toBe(status)
  })

  it('only reads', async () => {
    expect((await fetchOwn('app://diffeo/', 'POST')).status).toBe(405)
  })

  it.each([
    'app://diffeo.evil/',
    'app:diffeo',
    'https://diffeo/',
    'app://diffeo:80/',
    'about:blank',
    '',
    'data:text/html,x',
  ])('does not take %j for ours', (url) => {
    expect(isOurs(url)).toBe(false)
  })
})

describe('permissions', () => {
  it('are denied, asked for or looked up, to everyone', () => {
    const { defaultSession } = electron.session
    guardSession(defaultSession as never as Session)
    const answer = vi.fn()
    defaultSession.setPermissionRequestHandler.mock.lastCall![0]!({} as WebContents, 'media', answer, {} as never)
    expect(answer).toHaveBeenCalledWith(false)
    expect(
      defaultSession.setPermissionCheckHandler.mock.lastCall![0]!(null, 'geolocation', 'app://diffeo', {} as never),
    ).toBe(false)
    expect(defaultSession.setDevicePermissionHandler.mock.lastCall![0]!({} as never)).toBe(false)
  })

  it("allow downloads of the page's own making only", () => {
    guardSession(electron.session.defaultSession as never as Session)
    const download = (url: string) => {
      const event = { preventDefault: vi.fn() }
      electron.session.defaultSession.emit('will-download', event, { getURL: () => url })
      return event.preventDefault.mock.calls.length === 0
    }
    expect(download('blob:app://diffeo/1234')).toBe(true)
    expect(download('https://example.org/a.exe')).toBe(false)
    expect(download('blob:https://example.org/1')).toBe(false)
  })
})

describe('navigation', () => {
  function guarded() {
    const contents = new electron.FakeContents()
    contents.url = 'app://diffeo/'
    guardContents(contents as never as WebContents)
    const allows = (name: string, details: object) => {
      const event = { preventDefault: vi.fn(), ...details }
      contents.emit(name, event)
      return event.preventDefault.mock.calls.length === 0
    }
    return { contents, allows }
  }

  it('may load the page again and go nowhere else', () => {
    const { allows } = guarded()
    expect(allows('will-navigate', { url: 'app://diffeo/' })).toBe(true)
    for (const url of [
      'https://example.org',
      'app://diffeo/other.html',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'app://x/',
    ]) {
      expect(allows('will-navigate', { url })).toBe(false)
    }
  })

  it('denies frames, redirects, webviews and windows', () => {
    const { contents, allows } = guarded()
    expect(allows('will-frame-navigate', { isMainFrame: false, url: 'app://diffeo/' })).toBe(false)
    expect(allows('will-redirect', { url: 'app://diffeo/' })).toBe(false)
    expect(allows('will-attach-webview', {})).toBe(false)
    expect(contents.setWindowOpenHandler.mock.lastCall![0]({ url: 'app://diffeo/' } as never)).toEqual({
      action: 'deny',
    })
  })
})

describe('a page', () => {
  it('has no Node, a world of its own for the preload, and a sandbox', () => {
    expect(preferencesOf('/p.cjs')).toMatchObject({
      preload: '/p.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
    })
  })
})
