import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { chromiumFlags, findChromium } from '../e2e/chromium'
import { pictureDrawn } from '../e2e/screen'

/**
 * A Chromium with one page that nothing drives but for moments: a driver listens to all that goes over the network and
 * answers for it, on the processors whose time is measured, and no user has one.
 */
export interface LoneBrowser {
  /** Drives the page; afterwards it is by itself again. */
  drive<T>(act: (page: Page) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openLoneBrowser(url: string): Promise<LoneBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'diffeo-lone-'))
  const flags = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1440,900']
  const child = spawn(findChromium()!, [...chromiumFlags, ...flags, url], { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await devToolsAddress(child)
  return {
    async drive(act) {
      const browser = await chromium.connectOverCDP(address)
      try {
        return await act(browser.contexts()[0]!.pages()[0]!)
      } finally {
        await browser.close() // the connection; the browser goes on
      }
    },
    async close() {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (found) done(found[1]!)
    })
    child.once('exit', () => {
      fail(new Error(`Chromium ended at once: ${said}`))
    })
  })
}

/** Waits for the sample, and gives it more steps than are measured. */
export async function readyForLong(page: Page): Promise<void> {
  await pictureDrawn(page)
  const steps = page.getByTestId('training-steps').getByRole('spinbutton')
  await steps.fill('1000000')
  await steps.press('Enter')
  await expect(page.getByTestId('run-step')).toContainText(/1.000.000/)
}

/** A picture that came onto the screen: of which step, and when, in ms since 1970. */
export interface Seen {
  readonly step: number
  readonly at: number
}

/** Keeps in the page what comes onto a canvas from now on, to be asked for by `seenSince`. */
export async function watchCanvas(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).evaluate((canvas) => {
    const seen: Seen[] = []
    Object.assign(window, { seen })
    const observer = new MutationObserver(() => {
      seen.push({
        step: Number((canvas as HTMLElement).dataset['step']),
        at: performance.timeOrigin + performance.now(),
      })
    })
    observer.observe(canvas, { attributeFilter: ['data-step'] })
  })
}

export const seenOn = (page: Page): Promise<Seen[]> =>
  page.evaluate(() => (window as unknown as { readonly seen: Seen[] }).seen)

/** What was seen in a span of time: steps and pictures a second. */
export function speeds(
  all: readonly Seen[],
  from: number,
  to: number,
): { readonly steps: number; readonly pictures: number } {
  const seen = all.filter(({ at }) => at >= from && at <= to)
  const [first, last] = [seen[0]!, seen.at(-1)!]
  const seconds = (last.at - first.at) / 1000
  return { steps: (last.step - first.step) / seconds, pictures: (seen.length - 1) / seconds }
}
