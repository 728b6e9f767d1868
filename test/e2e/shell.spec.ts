import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'

/** The web shell around the page: who may come in, and that nothing is lost when a part of it ends. */

const train = (page: Page) => page.getByRole('button', { name: /^train/i }).first()

const status = (url: string, headers: Record<string, string> = {}) =>
  new Promise<number>((done, fail) => {
    request(url, { headers }, (response) => {
      response.resume()
      done(response.statusCode ?? 0)
    })
      .on('error', fail)
      .end()
  })

test('shows the app, takes the token out of the address, and breaks no policy of its own', async ({ page }) => {
  await expect(train(page)).toBeEnabled()
  expect(new URL(page.url()).search).toBe('')
})

test('answers nobody without the token, under another name, or from another site', async ({ app }) => {
  const { origin, host } = new URL(app.url)
  expect(await status(origin)).toBe(401)
  expect(await status(app.url, { host: 'evil.example' })).toBe(403)
  expect(await status(app.url, { host, origin: 'http://evil.example' })).toBe(403)
})

test('lets no page of another site open its socket', async ({ app, browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(app.url)
  const stranger = await context.newPage()
  await stranger.goto('data:text/html,<p>a page of someone else</p>')
  const socketUrl = app.url.replace('http', 'ws').replace('/?', '/socket?')
  const outcome = await stranger.evaluate(
    (url) =>
      new Promise((done) => {
        const socket = new WebSocket(url)
        socket.onopen = () => {
          done('opened')
        }
        socket.onerror = () => {
          done('refused')
        }
      }),
    socketUrl,
  )
  expect(outcome).toBe('refused')
  await context.close()
})

test('says that the engine process ended, starts it again and trains on', async ({ page, app }) => {
  await expect(train(page)).toBeEnabled()
  const watcher = await app.connect()
  const events: { event: string; resumedAt?: number | null }[] = []
  const steps: number[] = []
  watcher.onEvent((event) => {
    if (event.event === 'status') steps.push(event.status.step)
    if (event.event === 'engine-lost' || event.event === 'engine-restored') events.push(event)
  })
  const { document } = await watcher.call('engine', 'attach', {})
  const training = { ...document!.training, steps: 1_000_000, checkpointEvery: 10 }
  await watcher.call('engine', 'open', { document: { ...document!, training } })
  await watcher.call('engine', 'train', {})
  await expect.poll(() => steps.at(-1) ?? 0, { timeout: 60_000 }).toBeGreaterThan(30)
  await app.killEngine()
  await expect(page.getByText(/engine process ended/i).first()).toBeVisible()
  await expect.poll(() => events.map(({ event }) => event)).toEqual(['engine-lost', 'engine-restored'])
  const { resumedAt } = events[1]!
  expect(resumedAt).toBeGreaterThanOrEqual(10)
  await expect.poll(() => steps.at(-1) ?? 0, { timeout: 60_000 }).toBeGreaterThan(resumedAt! + 20)
  expect((await watcher.call('engine', 'attach', {})).status.state.kind).toBe('training')
  watcher.close()
})

test('keeps what was trained when the page is loaded again', async ({ page, app }) => {
  await expect(train(page)).toBeEnabled()
  const watcher = await app.connect()
  await expect.poll(async () => (await watcher.call('engine', 'attach', {})).opened !== null).toBe(true)
  await watcher.call('engine', 'step', { count: 5 })
  await expect.poll(async () => (await watcher.call('engine', 'attach', {})).status.step).toBe(5)
  await page.reload()
  await expect(train(page)).toBeEnabled()
  const { status: after } = await watcher.call('engine', 'attach', {})
  expect(after.step).toBe(5)
  watcher.close()
})

test('keeps what it was told to keep when the server is started again', async ({ app }) => {
  const before = await app.connect()
  await before.call('host', 'keepTabs', { page: 'test', text: 'the work' })
  await before.call('host', 'remember', { name: 'kept', text: 'a document' })
  before.close()
  await app.restart()
  const after = await app.connect()
  expect(await after.call('host', 'claimWorkspace', { page: 'test' })).toBe('the work')
  const [entry] = await after.call('host', 'recent', {})
  expect(entry?.name).toBe('kept')
  expect(await after.call('host', 'openRecent', { id: entry!.id })).toBe('a document')
  after.close()
})

test('is what "npm start" serves where there is no display, and says why', async ({ app }) => {
  const env = { ...process.env, DIFFEO_HOME: join(app.home, 'another'), DISPLAY: '', WAYLAND_DISPLAY: '' }
  test.skip(process.platform !== 'linux', 'only Linux runs without a display')
  const child = spawn(process.execPath, ['out/main/start.js', '--no-open', '--port', '0'], { env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect.poll(() => said).toMatch(/^Diffeo is at http:\/\/127\.0\.0\.1:\d+\/\?token=\S{43}$/m)
  expect(said).toContain(
    'Diffeo runs in the browser, not in a window of its own: Electron cannot be used, there is no display.',
  )
  child.kill('SIGINT')
  await expect.poll(() => child.exitCode).toBe(0)
})

test('is started once for the same documents: a second start names the first', async ({ app }) => {
  const env = { ...process.env, DIFFEO_HOME: app.home }
  const second = spawn(process.execPath, ['out/main/web.js', '--no-open', '--port', '0'], { env })
  let said = ''
  second.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect.poll(() => second.exitCode).toBe(0)
  expect(said).toBe(`Diffeo is at ${app.url}\nIt runs there already, with your documents.\n`)
  // one that was killed left its note, and keeps nobody out
  await app.restart('SIGKILL')
  expect(await readFile(join(app.home, 'server.json'), 'utf8')).toContain(app.url)
})
