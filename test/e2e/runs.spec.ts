import type { Locator, Page } from '@playwright/test'
import { defaultTraining } from '@shared/document/create'
import type { Client } from '@shared/rpc/client'
import type { At } from '@shared/rpc/protocol'
import { expect, test, type App } from './app'
import { smallDocument, written } from './documents'
import { dropFile, numberIn, openDocument, showView, stageShows, stackShown } from './screen'

/** Earlier runs of a document beside the present one. */

const pane = (page: Page, side: 'left' | 'right'): Locator => page.getByTestId(`pane-${side}`)
const density = (of: Page | Locator): Locator => of.getByTestId('density-canvas')
const stepOf = async (canvas: Locator): Promise<number> => Number(await canvas.getAttribute('data-step'))

/** Trains so many steps in the engine, and waits until the screen shows the last. */
async function trained(page: Page, client: Client, steps: number): Promise<void> {
  await client.call('engine', 'step', { count: steps })
  await expect.poll(() => stepOf(density(page)), { timeout: 60_000 }).toBe(steps)
}

/** Waits until the engine has taken an edit over, and begins a run from the start: the `earlier` ones are kept. */
async function begunAnew(client: Client, earlier: number): Promise<void> {
  await expect.poll(async () => (await client.call('engine', 'attach', {})).runs.earlier.length).toBe(earlier)
  await client.call('engine', 'reset', { seed: 1 })
}

async function selectBlock(page: Page, place: number): Promise<void> {
  await page.getByTestId('canvas').getByRole('group', { name: new RegExp(`^Block ${String(place)} of`) }).click() // prettier-ignore
}

/** Three runs: of 60 steps, of 40 with a wider block, of 20 without the other. */
async function threeRuns(page: Page, app: App): Promise<Client> {
  const client = await app.connect()
  const optimizer = { ...defaultTraining.optimizer, learningRate: 0.02 } // for runs that differ after few steps
  const document = smallDocument('Compared', { optimizer })
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await trained(page, client, 60)
  await selectBlock(page, 1)
  const width = page.getByTestId('setting-width').getByRole('spinbutton')
  await width.fill('32')
  await width.press('Enter')
  await begunAnew(client, 1)
  await trained(page, client, 40)
  await selectBlock(page, 2)
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await stackShown(page)).length).toBe(1)
  await begunAnew(client, 2)
  await trained(page, client, 20)
  return client
}

/** Opens the menu of a side by its keys and chooses the run. */
async function chooseRun(page: Page, side: 'left' | 'right', run: number | 'present'): Promise<void> {
  await page.getByTestId(`run-${side}`).focus()
  await page.keyboard.press('Enter')
  const choice = page.getByTestId(`run-choice-${run}`)
  await expect(choice).toBeVisible()
  await choice.focus()
  await page.keyboard.press('Enter')
  await expect(choice).toHaveCount(0)
}

/** Pins a place of a picture; answers where it is, and log p there as it is written. */
async function pinned(of: Locator): Promise<{ place: Float64Array<ArrayBuffer>; logDensity: () => Promise<number> }> {
  await density(of).click({ position: { x: 260, y: 150 } })
  const title = await of.getByTestId('pin-x-1').getAttribute('title')
  const place = Float64Array.from(title!.replaceAll('\u2212', '-').split(', ').map(Number))
  return { place, logDensity: () => numberIn(of.getByTestId('pin-logp-1')) }
}

test('shows an earlier run, of another stack, beside the present one, with its own numbers', async ({ page, app }) => {
  const client = await threeRuns(page, app)
  await page.getByTestId('compare').click()
  await chooseRun(page, 'left', 1)
  const [left, right] = [pane(page, 'left'), pane(page, 'right')]
  await expect.poll(() => stepOf(density(left))).toBe(60)
  await expect.poll(() => stepOf(density(right))).toBe(20)
  await expect(page.getByTestId('steer-left')).toContainText('at its end')
  await expect(page.getByTestId('announcement')).toHaveText('The left picture shows the end of run 1.')
  await expect(page.getByTestId('run-left')).toHaveAccessibleName('The left picture shows Run 1. Choose another')
  await expect(left).toHaveAccessibleName('left: end of run 1')
  await expect(right).toHaveAccessibleName('right: live')

  const asked = async (place: Float64Array<ArrayBuffer>, at?: At) =>
    (await client.call('engine', 'probe', at === undefined ? { points: place } : { points: place, at })).logDensity[0]
  const [first, last] = [await pinned(left), await pinned(right)]
  expect([...first.place]).toEqual([...last.place]) // both planes are at the same place
  const [then, now] = [await asked(first.place, { run: 1, step: null }), await asked(last.place)]
  expect(Math.abs(then - now)).toBeGreaterThan(0.05)
  await expect.poll(first.logDensity).toBeCloseTo(then, 2)
  await expect.poll(last.logDensity).toBeCloseTo(now, 2)

  // The timeline is of the run that it moves.
  await page.getByTestId('snapshots').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('moment')).toHaveText('step 1 of run 1')
  await expect.poll(() => stepOf(density(left))).toBe(1)
  await expect.poll(first.logDensity).toBeCloseTo(await asked(first.place, { run: 1, step: 1 }), 2)

  await chooseRun(page, 'right', 2)
  await expect.poll(() => stepOf(density(right))).toBe(40)
  await expect.poll(last.logDensity).toBeCloseTo(await asked(last.place, { run: 2, step: null }), 2)
  await page.getByTestId('live').click()
  await expect.poll(() => stepOf(density(right))).toBe(20)
  client.close()
})

test('tells runs apart by what was changed, and lists them again after a reload', async ({ page, app }) => {
  const client = await threeRuns(page, app)
  await page.reload()
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await page.getByTestId('compare').click()
  await page.getByTestId('run-left').click()
  await expect(page.getByTestId('run-choice-present')).toHaveText(/Run 3, this one\s+Removed Affine coupling/)
  await expect(page.getByTestId('run-choice-2')).toHaveText(
    /Run 2\s+NLL \S+ · 40 steps\s*1 Affine coupling: width 16 → 32/,
  )
  await expect(page.getByTestId('run-choice-1')).toHaveText(/Run 1\s+NLL \S+ · 60 steps\s*The first one/)
  await page.keyboard.press('Escape')

  // Runs on other columns are listed with the reason why they cannot be chosen.
  await page.getByTestId('compare').click()
  await page.getByTestId('canvas').getByText('Two moons').first().click()
  await page.getByLabel('Data set').selectOption({ label: 'Trefoil knot (3D), 3D' })
  await begunAnew(client, 3)
  await page.getByTestId('compare').click()
  await page.getByTestId('run-left').click()
  await expect(page.getByTestId('run-choice-3')).toHaveText(
    /Not comparable: trained on x, y, and the data now have x, y, z/,
  )
  await expect(page.getByTestId('run-choice-3')).toBeDisabled()
  await page.keyboard.press('Escape')

  // Another document has runs of its own.
  await page.getByTestId('compare').click()
  const other = smallDocument('Another')
  await dropFile(page, { name: 'another.flow.json', content: written(other) })
  await stageShows(page, client, other.name)
  await page.getByTestId('compare').click()
  await expect(page.getByTestId('steer-left')).toBeVisible()
  await expect(page.getByTestId('run-left')).toHaveCount(0)
  client.close()
})

test('has all views of both runs, each with blocks of its own', async ({ page, app }) => {
  const client = await threeRuns(page, app)
  await page.getByTestId('compare').click()
  await chooseRun(page, 'left', 1)
  const [left, right] = [pane(page, 'left'), pane(page, 'right')]

  await showView(page, 'layers')
  await expect(left.getByTestId('layer-name')).toHaveText('x, after block 2 Affine coupling')
  await expect(right.getByTestId('layer-name')).toHaveText('x, after block 1 Affine coupling')
  /** What the engine says to another window: the mean of log|det| over the same draws from the base. */
  const layers = async (at?: At): Promise<number> => {
    const window = await app.connect()
    const logDets = new Promise<Float32Array>((done) => {
      window.onEvent((heard) => {
        if (heard.event === 'frame' && heard.frame.view === 'own' && heard.frame.kind === 'layers')
          done(heard.frame.logDet.subarray(-heard.frame.count))
      })
    })
    const points = { from: 'base', count: 2000, seed: 1 } as const
    await window.call('engine', 'watch', { views: [{ kind: 'layers', id: 'own', at, points }] })
    const ofDraws = await logDets
    window.close()
    return ofDraws.reduce((sum, value) => sum + value, 0) / ofDraws.length
  }
  const [then, now] = [await layers({ run: 1, step: null }), await layers()]
  expect(Math.abs(then - now)).toBeGreaterThan(0.02)
  await expect.poll(() => numberIn(left.getByTestId('mean-log-det'))).toBeCloseTo(then, 2)
  await expect.poll(() => numberIn(right.getByTestId('mean-log-det'))).toBeCloseTo(now, 2)

  for (const [view, canvas] of [
    ['field', 'field-canvas'],
    ['latent', 'latent-canvas'],
  ] as const) {
    // prettier-ignore
    await showView(page, view)
    await expect.poll(() => stepOf(left.getByTestId(canvas))).toBe(60)
    await expect.poll(() => stepOf(right.getByTestId(canvas))).toBe(20)
  }
  client.close()
})
