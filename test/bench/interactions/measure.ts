import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'

/** Milliseconds from the input to the pixels, taken in the page itself. */

export const REPEATS = Number(process.env['DIFFEO_REPEATS'] ?? 20)
/** No hand lets go, or goes on to the next, sooner than this. */
export const HAND_MS = 250

/** Writes a row of the table down; its median must not miss the budget. */
export type Note = (name: string, budget: number, times: readonly number[]) => void

export interface Row {
  readonly name: string
  readonly budget: number
  readonly times: readonly number[]
}

/** Something that changes with what is waited for, as an expression of the page. */
export const look = {
  next: 'performance.now()',
  blocks: `document.querySelectorAll('[data-testid=canvas] [data-block]').length`,
  training: `document.querySelector('[data-testid=pause]') !== null`,
  paused: `/paused/.test(document.querySelector('[data-testid=run-state]').textContent)`,
  stopped: `/stopped/.test(document.querySelector('[data-testid=run-state]').textContent)`,
  atStart: `/^\\s*0\\s*\\//.test(document.querySelector('[data-testid=run-step]').textContent)`,
  density: `document.querySelector('[data-testid=density-canvas]')?.dataset.step`,
  frame: `document.querySelector('[data-testid=density-canvas]')?.dataset.frame`,
  readOut: `document.querySelector('[data-testid=read-out]')?.textContent`,
  exact: `document.querySelector('[data-testid=read-out]')?.dataset.source === 'exact'`,
  block: `document.querySelector('[data-testid=canvas] [data-block].selected')?.textContent`,
  document: `document.querySelector('[data-testid=view-stage]')?.dataset.document`,
} as const

/** Waits in the page for an event, and from there to the end of the first frame in which `change` is another. */
export const listen = (page: Page, event: string, change: string, slot = 'waited'): Promise<unknown> =>
  page.evaluate(`void (window.${slot} = new Promise((done, fail) => {
    setTimeout(() => fail(new Error('nothing changed within 20 s of a ${event}')), 20_000)
    const look = () => String(${change})
    const before = look()
    const begin = ({ timeStamp }) => {
      const drawn = () => requestAnimationFrame(() => {
        if (look() === before) return drawn()
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done(performance.now() - timeStamp)
        port2.postMessage(null)
      })
      drawn()
    }
    addEventListener('${event}', begin, { capture: true, once: true })
  }))`)

/** Milliseconds from the event that `act` brings about to the pixels. */
export async function toPixels(
  page: Page,
  event: string,
  change: string,
  act: () => Promise<unknown>,
): Promise<number> {
  await listen(page, event, change)
  await act()
  return page.evaluate<number>('window.waited')
}

/** Goes to an address. Answers when each of some expressions came true there, in milliseconds from the navigation. */
export async function drawnAt<Moment extends string>(
  page: Page,
  url: string,
  moments: Readonly<Record<Moment, string>>,
): Promise<Record<Moment, number>> {
  const waits = Object.entries<string>(moments).map(([name, ready]) => `${name}: drawn(() => ${ready})`)
  await page.addInitScript(`window.drawn = (() => {
    const drawn = (ready) => new Promise((done) => {
      const look = () => requestAnimationFrame(() => {
        if (!ready()) return look()
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done(performance.now())
        port2.postMessage(null)
      })
      look()
    })
    return { ${waits.join(', ')} }
  })()`)
  await page.goto(url)
  const names = Object.keys(moments) as Moment[]
  const times = await page.evaluate<number[]>(
    `Promise.all([${names.map((name) => `window.drawn.${name}`).join(', ')}])`,
  )
  return Object.fromEntries(names.map((name, i) => [name, times[i]])) as Record<Moment, number>
}

export async function repeated(
  measure: (i: number) => Promise<number>,
  after?: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    times.push(await measure(i))
    await after?.()
    await new Promise((rested) => setTimeout(rested, HAND_MS))
  }
  return times
}

/** Milliseconds between frames while `act` goes on; however little is done, no fewer than the screen's own 60 a second. */
export async function frames(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(`(() => {
    const times = (window.frameTimes = [])
    let before = performance.now()
    const frame = (now) => { times.push(now - before); before = now; if (window.frameTimes === times) requestAnimationFrame(frame) }
    requestAnimationFrame(frame)
  })()`)
  await act()
  return page.evaluate<number[]>(
    '(() => { const times = window.frameTimes; window.frameTimes = null; return times.slice(1) })()',
  )
}

/** Waits until no more pictures of the density come. */
export async function densityRests(page: Page): Promise<void> {
  let before = ''
  await expect
    .poll(
      async () => {
        const now = await page.evaluate<string>(look.frame)
        const rests = now === before
        before = now
        return rests
      },
      { intervals: [400], timeout: 30_000 },
    )
    .toBe(true)
}

/** To the tenth that is told: frames of 60 a second are 16.7 ms apart, and not a billionth more. */
export const quantile = (values: readonly number[], q: number): number =>
  Math.round(10 * [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))]) / 10

export const heading = `${'interaction'.padEnd(48)}  budget  median    95 %     n`

/** "name, budget, median, 95 %, how many", in columns. */
export function lineOf({ name, budget, times }: Row): string {
  const [median, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => ms.toFixed(1).padStart(8))
  return `${name.padEnd(48)}${String(budget).padStart(8)}${median}${most}${String(times.length).padStart(6)}`
}
