import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import { openClient, startShell } from './webShell'

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
