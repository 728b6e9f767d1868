import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { display, electronForTests } from './electron'

/** The Electron shell itself; what the page does is tested in the browser. Needs Electron's binary, and a display. */

const binary = electronForTests()
base.skip(binary.kind === 'absent', `Electron is not tested: ${binary.kind === 'absent' ? binary.reason : ''}`)

const test = base.extend<{ app: ElectronApplication; window: Page }, { virtualDisplay: ChildProcess | null }>({
  /** A virtual display, where there is no other. */
  virtualDisplay: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const needed = process.platform === 'linux' && process.env['DISPLAY'] === undefined
      const child = needed ? spawn('Xvfb', [display, '-screen', '0', '1600x1000x24'], { stdio: 'ignore' }) : null
      await use(child)
      child?.kill()
    },
    { scope: 'worker', auto: true },
  ],

  // eslint-disable-next-line no-empty-pattern -- as above
  app: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'diffeo-electron-'))
    const env: Record<string, string> = { DISPLAY: display, DIFFEO_HOME: home, DIFFEO_ALLOW_CRASH: '1' }
    for (const [key, value] of Object.entries(process.env)) {
      if (value !== undefined && key !== 'ELECTRON_RUN_AS_NODE') env[key] ??= value
    }
    const app = await _electron.launch({
      executablePath: binary.kind === 'found' ? binary.path : '',
      args: ['.', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env,
    })
    await use(app)
    await app.close()
    await rm(home, { recursive: true, force: true })
  },

  window: async ({ app }, use) => {
    await use(await app.firstWindow())
  },
})

test('shows the page from its own scheme, with no Node in it', async ({ window }) => {
  expect(window.url()).toBe('app://diffeo/')
  await expect(window.getByRole('button', { name: /train/i }).first()).toBeVisible()
  const globals = await window.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis))
  expect(globals).toEqual([])
  expect(await window.evaluate(() => Object.keys((globalThis as never as { diffeo: object }).diffeo))).toEqual([
    'requestPort',
  ])
})

test('runs in an isolated, sandboxed world', async ({ app, window }) => {
  await window.waitForLoadState()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as never as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false })
})

test('goes nowhere else and opens no window', async ({ app, window }) => {
  await window.waitForLoadState()
  await window.evaluate(() => {
    globalThis.open('https://example.org')
    globalThis.location.href = 'https://example.org'
  })
  await expect(window.getByRole('button', { name: /train/i }).first()).toBeVisible()
  expect(window.url()).toBe('app://diffeo/')
  expect(app.windows()).toHaveLength(1)
})

test('serves nothing outside the page', async ({ window }) => {
  await window.waitForLoadState()
  const statuses = await window.evaluate(() =>
    Promise.all(
      ['/../../package.json', '/%2e%2e/%2e%2e/package.json', '/no-such-file.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  )
  expect(statuses).toEqual([404, 404, 404])
})

test('trains, and survives the end of its engine', async ({ app, window }) => {
  await window.getByRole('button', { name: /train/i }).first().click()
  const engines = () =>
    app.evaluate(({ app: electron }) =>
      electron
        .getAppMetrics()
        .filter(({ serviceName, name }) => serviceName === 'Diffeo engine' || name === 'Diffeo engine')
        .map(({ pid }) => pid),
    )
  await expect.poll(engines).toHaveLength(1)
  const [before] = await engines()
  process.kill(before!, 'SIGKILL')
  await expect(window.getByText(/engine process ended/i).first()).toBeVisible()
  await expect.poll(engines, { timeout: 30_000 }).not.toContain(before)
  await expect.poll(engines, { timeout: 30_000 }).toHaveLength(1)
})
