import type { Locator, Page } from '@playwright/test'
import { expect, test, type App } from './app'
import { greyDifference, numberIn, pictureDrawn, stepShown } from './screen'

/** The training as a timeline: kept steps shown again, live followed, two steps compared. */

const density = (page: Page): Locator => page.getByTestId('density-canvas')
const dataStep = async (canvas: Locator): Promise<number> => Number(await canvas.getAttribute('data-step'))

/** Trains so many steps, and waits until the newest picture is drawn. */
async function trained(page: Page, app: App, steps: number): Promise<void> {
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: steps })
  client.close()
  await expect.poll(() => dataStep(density(page)), { timeout: 60_000 }).toBe(steps)
}

test('scrubs back to kept steps and follows the training again', async ({ page, app }) => {
  await trained(page, app, 80)
  const timeline = page.getByTestId('snapshots')
  await expect.poll(async () => Number(await timeline.getAttribute('data-count'))).toBeGreaterThan(10)
  await expect(page.getByTestId('moment')).toHaveText('live')
  const newest = await density(page).screenshot()

  await timeline.focus()
  await page.keyboard.press('Home')
  await expect(page.getByTestId('moment')).toHaveText('step 0 of the past')
  await expect.poll(() => dataStep(density(page))).toBe(0)
  expect(await greyDifference(page, newest, await density(page).screenshot())).toBeGreaterThan(5)

  await page.keyboard.press('ArrowRight')
  await expect.poll(() => dataStep(density(page))).toBe(1)

  await page.getByTestId('step').click()
  await expect.poll(() => stepShown(page)).toBe(81)
  expect(await dataStep(density(page))).toBe(1)

  const { x, y, width, height } = (await timeline.boundingBox())!
  await page.mouse.click(x + width / 2, y + height / 2)
  const last = Number(/\d+/.exec(await page.getByTestId('moment').innerText())![0])
  expect(last).toBeGreaterThan(60)
  await expect.poll(() => dataStep(density(page))).toBe(last)

  await page.getByTestId('live').click()
  await expect(page.getByTestId('moment')).toHaveText('live')
  await expect.poll(() => dataStep(density(page))).toBe(81)
})

test('reads exact values by the weights that are shown', async ({ page, app }) => {
  await trained(page, app, 60)
  const canvas = density(page)
  await canvas.click({ position: { x: 200, y: 150 } })
  const value = page.getByTestId('pin-logp-1')
  await expect.poll(() => numberIn(value)).not.toBeNaN()
  const now = await numberIn(value)
  await page.getByTestId('snapshots').focus()
  await page.keyboard.press('Home')
  const place = (await page.getByTestId('pin-x-1').getAttribute('title'))!.replaceAll('\u2212', '-')
  const client = await app.connect()
  const points = Float64Array.from(place.split(', ').map(Number))
  const { logDensity } = await client.call('engine', 'probe', { points, at: 0 })
  client.close()
  expect(Math.abs(logDensity[0]! - now)).toBeGreaterThan(0.05)
  await expect.poll(() => numberIn(value)).toBeCloseTo(logDensity[0]!, 2)
})

test('compares two steps side by side, and moves both planes together', async ({ page, app }) => {
  await trained(page, app, 60)
  await page.getByTestId('compare').click()
  await expect(density(page)).toHaveCount(2)
  const [left, right] = [density(page).nth(0), density(page).nth(1)]
  await expect.poll(() => dataStep(left)).toBe(0)
  await expect.poll(() => dataStep(right)).toBe(60)
  await expect(page.getByTestId('steer-left')).toContainText('step 0')
  await expect(page.getByTestId('steer-right')).toContainText('live')

  await page.getByTestId('steer-right').click()
  await page.getByTestId('snapshots').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => dataStep(right)).toBe(1)
  expect(await dataStep(left)).toBe(0)

  const ticks = (side: string): Promise<string> => page.getByTestId(`pane-${side}`).locator('.plot-frame').innerHTML()
  const before = await ticks('right')
  await left.focus()
  await page.keyboard.press('+')
  await expect.poll(() => ticks('right')).not.toBe(before)

  await page.getByTestId('compare').click()
  await expect(density(page)).toHaveCount(1)
  await expect.poll(() => dataStep(density(page))).toBe(60)
  await expect(page.getByTestId('palette-search')).toBeVisible()
})
