import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/app'
import { written } from '../e2e/documents'
import { centreOf, openDocument, pictureDrawn } from '../e2e/screen'
import { deepDocument } from './subjects'

/**
 * What hands do to a stack of 60 blocks must feel instant: milliseconds from the input to the pixels, median and 95 % of
 * `DIFFEO_REPEATS` (20) each. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench interactions
 *
 * It prints a table and fails where the median misses its budget.
 */

const BLOCKS = 60
const REPEATS = Number(process.env['DIFFEO_REPEATS'] ?? 20)

interface Row {
  readonly name: string
  readonly budget: number
  readonly times: number[]
}

/** Something that changes with what is waited for, as an expression of the page. */
const look = {
  next: 'performance.now()',
  blocks: `document.querySelectorAll('[data-testid=canvas] [data-block]').length`,
}

/** Waits in the page for an event, and from there to the end of the first frame in which `change` is another. */
const listen = (page: Page, event: string, change: string): Promise<unknown> =>
  page.evaluate(`void (window.waited = new Promise((done, fail) => {
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
async function toPixels(page: Page, event: string, change: string, act: () => Promise<unknown>): Promise<number> {
  await listen(page, event, change)
  await act()
  return page.evaluate<number>('window.waited')
}

async function repeated(measure: (i: number) => Promise<number>, after?: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    times.push(await measure(i))
    await after?.()
  }
  return times
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))]

/** Milliseconds between frames while `act` goes on. */
async function frames(page: Page, act: () => Promise<unknown>): Promise<number[]> {
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

/** "name, budget, median, 95 %, how many", in columns. */
const lineOf = ({ name, budget, times }: Row): string => {
  const [median, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => ms.toFixed(1).padStart(8))
  return `${name.padEnd(40)}${String(budget).padStart(8)}${median}${most}${String(times.length).padStart(6)}`
}

test('answers at once, with sixty blocks', async ({ page }) => {
  test.setTimeout(900_000)
  const rows: Row[] = []
  console.log(`${'interaction'.padEnd(40)}  budget  median    95 %     n`)
  const note = (name: string, budget: number, times: number[]): void => {
    rows.push({ name, budget, times })
    console.log(lineOf({ name, budget, times }))
  }
  const undo = (): Promise<void> => page.keyboard.press('Control+z')
  await pictureDrawn(page)
  await openDocument(page, 'Sixty', written(deepDocument('Sixty', BLOCKS)))
  await expect.poll(() => page.evaluate<number>(look.blocks)).toBe(BLOCKS)

  const { x, y, width, height } = (await page.getByTestId('canvas').boundingBox())!
  const pan = await frames(page, async () => {
    await page.mouse.move(x + 10, y + 60)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 160, { steps: 3 * REPEATS })
    await page.mouse.up()
  })
  note('1 pan the graph: a frame', 16.7, pan)
  await page.getByTestId('zoom-fit').click()

  await page.getByTestId('palette-search').focus()
  note(
    '2 keystroke in the palette',
    30,
    await repeated((i) => toPixels(page, 'input', look.next, () => page.keyboard.press('spline coup'[i % 11]))),
  )
  await page.getByTestId('palette-search').fill('')
  await page.keyboard.press('Escape')

  const row = await centreOf(page.getByTestId('palette-item-affine-coupling'))
  const drop = (): Promise<number> =>
    toPixels(page, 'pointerup', look.blocks, async () => {
      await page.mouse.move(row.x, row.y)
      await page.mouse.down()
      await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 })
      await expect(page.getByText('Drop to insert here')).toBeVisible()
      await page.mouse.up()
    })
  note('3 drop a block on a wire', 50, await repeated(drop, undo))
  await page.keyboard.press('Control+Shift+z')
  note(
    '4 undo and redo',
    50,
    await repeated((i) =>
      toPixels(page, 'keydown', look.blocks, i % 2 === 0 ? undo : () => page.keyboard.press('Control+Shift+z')),
    ),
  )

  for (const { name, budget, times } of rows) expect.soft(quantile(times, 0.5), name).toBeLessThanOrEqual(budget)
})
