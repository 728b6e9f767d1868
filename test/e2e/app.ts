import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { WebSocket } from 'ws'
import { createClient, type Client } from '@shared/rpc/client'
import { socketPort } from '../../src/main/port/socketPort'

/** A running web shell of one test, with a data directory of its own. */
export interface App {
  /** With the token. */
  readonly url: string
  /** What the shell keeps: autosave, recent documents. */
  readonly home: string
  /** All that the shell wrote to stderr so far. */
  log(): string
  /** Talks to the shell as one more page would. */
  connect(): Promise<Client>
  /** Ends the engine process with SIGKILL. */
  killEngine(): Promise<void>
  /** Ends the server, by default as Ctrl+C does, and starts it again with the same data directory; the address changes. */
  restart(signal?: NodeJS.Signals): Promise<void>
}

/**
 * `app` starts the built web shell, and `page` shows it: loaded, with its engine connected. Tests fail on anything that
 * the page throws or logs as an error, what its content-security policy blocks included.
 */
export const test = base.extend<{ app: App }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  app: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'diffeo-e2e-'))
    let shell = await startShell(home)
    await use({
      get url() {
        return shell.url
      },
      home,
      log: () => shell.log(),
      connect: () => openClient(shell.url),
      killEngine: async () => {
        const client = await openClient(shell.url)
        await client.call('host', 'crashEngine', {})
        client.close()
      },
      restart: async (signal) => {
        await shell.stop(signal)
        shell = await startShell(home)
      },
    })
    await shell.stop()
    await rm(home, { recursive: true, force: true })
  },

  page: async ({ app, page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
    page.on('console', (message) => {
      // A server that is gone is logged by the browser itself.
      const ofNetwork = /^(WebSocket connection|Failed to load resource)/.test(message.text())
      if (message.type() === 'error' && !ofNetwork) faults.push(message.text())
    })
    await page.goto(app.url)
    await use(page)
    expect(faults, 'errors in the page').toEqual([])
  },
})

export { expect }

interface Shell {
  readonly url: string
  log(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

async function startShell(home: string): Promise<Shell> {
  const child = spawn(process.execPath, ['out/main/web.js', '--port', '0', '--no-open'], {
    env: { ...process.env, DIFFEO_HOME: home, DIFFEO_ALLOW_CRASH: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const url = await readUrl(child, () => errors)
  return {
    url,
    log: () => errors,
    stop: (signal = 'SIGTERM') =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) done()
        child.once('exit', () => {
          done()
        })
        child.kill(signal)
      }),
  }
}

/** The address that the shell prints in its first line. */
function readUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((done, fail) => {
    let output = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const found = /^Diffeo is at (http:\S+)$/m.exec(output)
      if (found) done(found[1]!)
    })
    child.once('exit', (code) => {
      fail(new Error(`The web shell ended at once (exit code ${code}): ${errors()}`))
    })
  })
}

/** A WebSocket with the token in its address, as the page's own has it in a cookie. */
async function openClient(address: string): Promise<Client> {
  const url = new URL('socket', address)
  const { origin } = url
  url.search = new URL(address).search
  url.protocol = 'ws:'
  const socket = new WebSocket(url, { origin })
  await new Promise((done, fail) => {
    socket.once('open', done).once('error', fail)
  })
  return createClient(socketPort(socket))
}
