import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { expect, type App } from '../../e2e/app'
import { startShell } from '../../e2e/webShell'
import { drawnAt, look, REPEATS, type Note } from './measure'

/** Milliseconds after which a server that has said its address has its engine at rest. */
const SERVER_RESTS_MS = 1000

/** The first window of a first start, in a browser that has nothing of it yet. */
export async function measureStarts(browser: Browser, note: Note): Promise<void> {
  const running = { drawn: [] as number[], density: [] as number[] }
  const withServer: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    const { sinceNavigation } = await start(browser, SERVER_RESTS_MS)
    running.drawn.push(sinceNavigation.drawn)
    running.density.push(sinceNavigation.density)
    withServer.push((await start(browser, 0)).sinceServer)
  }
  note('10 cold start: the window with its stack', 2000, running.drawn)
  note('10 cold start: the first density', 2000, running.density)
  note('10 cold start, the server too: the window', 2000, withServer)
}

/** Starts a server, and some time later a window. */
async function start(browser: Browser, restMs: number) {
  const home = await mkdtemp(join(tmpdir(), 'diffeo-start-'))
  const since = Date.now()
  const shell = await startShell(home)
  await wait(restMs)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const drawn = await drawnAt(page, shell.url, { drawn: `${look.blocks} > 0`, density: `${look.frame} > 0` })
    const origin = await page.evaluate(() => performance.timeOrigin)
    return { sinceNavigation: drawn, sinceServer: origin + drawn.drawn - since }
  } finally {
    await context.close()
    await shell.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Quits with unsaved work, which asks nothing, and starts again, which has all of it back. */
export async function measureReturns(page: Page, app: App, note: Note): Promise<void> {
  const context = page.context()
  const asked: string[] = []
  context.on('dialog', (dialog) => {
    asked.push(`${dialog.type()}: ${dialog.message()}`)
    void dialog.accept()
  })
  await page.getByTestId('palette-item-actnorm').click()
  await expect(page.getByTestId('unsaved')).toBeVisible()
  const [blocks, name] = [await page.evaluate<number>(look.blocks), await nameShown(page)]
  await page.locator('body').press('Alt+n')
  await page.getByTestId('palette-item-actnorm').click()
  await expect(page.getByTestId('unsaved')).toBeVisible()
  await page.locator('body').press('Alt+PageUp')
  await expect(page.getByTestId('document-name')).toHaveValue(name)

  const times: number[] = []
  let window = page
  for (let i = 0; i < REPEATS; i++) {
    const gone = window.waitForEvent('close')
    await window.close({ runBeforeUnload: true })
    await gone
    await app.restart()
    window = await context.newPage()
    const back = `${look.blocks} === ${String(blocks)} && document.querySelectorAll('[data-testid=tab]').length === 2`
    times.push((await drawnAt(window, app.url, { back })).back)
    expect(await nameShown(window)).toBe(name)
    await expect(window.getByTestId('unsaved')).toBeVisible()
  }
  expect(asked, 'questions at quitting').toEqual([])
  note('10 reopened: both unsaved documents', 2000, times)
}

const nameShown = (page: Page): Promise<string> => page.getByTestId('document-name').inputValue()
