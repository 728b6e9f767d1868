import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { greyDifference, openDocument } from './screen'

/** The density of a flow in space, with the trefoil knot that is shipped as an example. */

// A small picture: the processor draws it.
test.use({ viewport: { width: 1100, height: 700 } })

/** Least mean difference of two pictures of which something else is drawn, in grey levels of 255. */
const CHANGE = 0.3
/** Most of two pictures of the same. */
const SAME = 0.05

const canvas = (page: Page) => page.getByTestId('volume-canvas')
const read = async (page: Page, name: string): Promise<number> =>
  Number((await canvas(page).getAttribute(`data-${name}`)) ?? Number.NaN)

/** The picture once the volume is in full and drawn at its best. */
async function pictureAtRest(page: Page): Promise<Buffer> {
  await expect.poll(() => read(page, 'resolution'), { timeout: 90_000 }).toBe(96)
  await expect(canvas(page)).toHaveAttribute('data-quality', 'rest')
  return canvas(page).screenshot()
}

/** The picture becomes the same as before, once what lies over it has stopped moving. */
async function isAgain(page: Page, before: Buffer): Promise<void> {
  await expect.poll(async () => greyDifference(page, before, await pictureAtRest(page))).toBeLessThan(SAME)
}

test('draws a density in space that follows training, can be cut open, and survives a lost context', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await openDocument(page, 'Trefoil knot', await readFile('resources/examples/trefoil.flow.json'))
  await expect(page.getByTestId('view-tab-volume')).toHaveAttribute('aria-selected', 'true')
  const untrained = await pictureAtRest(page)
  await page.mouse.move(0, 0)

  await test.step('follows the run', async () => {
    await page.getByTestId('train').click()
    await expect.poll(() => read(page, 'step'), { timeout: 60_000 }).toBeGreaterThan(200)
    await page.getByTestId('pause').click()
    await expect(page.getByTestId('run-state')).toContainText('paused')
    const trained = await pictureAtRest(page)
    expect(await greyDifference(page, untrained, trained)).toBeGreaterThan(CHANGE)
    expect(Math.abs((await read(page, 'mass')) - 1)).toBeLessThan(0.05)
    await expect(page.getByTestId('legend')).toHaveAttribute('aria-label', /^Colours from 0/)
  })

  const volume = await pictureAtRest(page)
  await test.step('shows the surfaces of chosen regions, and the maximum', async () => {
    await expect(page.getByTestId('region-95')).toBeHidden() // light that is added up shows none
    await page.getByTestId('volume-mode-surfaces').click()
    const all = await pictureAtRest(page)
    await page.getByTestId('region-95').click()
    const inner = await pictureAtRest(page)
    await page.getByTestId('region-95').click()
    await page.getByTestId('volume-mode-maximum').click()
    const maximum = await pictureAtRest(page)
    expect(await greyDifference(page, volume, all)).toBeGreaterThan(CHANGE)
    expect(await greyDifference(page, all, inner)).toBeGreaterThan(CHANGE)
    expect(await greyDifference(page, all, maximum)).toBeGreaterThan(CHANGE)
    await page.getByTestId('volume-mode-volume').click()
    await isAgain(page, volume)
  })

  await page.getByTestId('cut').click()
  const whole = await pictureAtRest(page)
  await test.step('has slices that keys and the pointer move, and that are read', async () => {
    await page.getByTestId('slice-2').click()
    const sliced = await pictureAtRest(page)
    await expect(page.getByTestId('region-95')).toBeVisible() // for the lines on the slice
    expect(await greyDifference(page, whole, sliced)).toBeGreaterThan(CHANGE)
    const handle = page.getByTestId('slice-handle-2')
    const place = async (): Promise<number> => Number(await handle.getAttribute('aria-valuenow'))
    await handle.press('ArrowUp')
    expect(await place()).toBeCloseTo(0.02, 5)
    const at = (await handle.boundingBox())!
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2)
    await page.mouse.down()
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2 - 20, { steps: 4 })
    await page.mouse.up()
    expect(await place()).toBeGreaterThan(0.1)
    expect(await greyDifference(page, sliced, await pictureAtRest(page))).toBeGreaterThan(CHANGE)

    const box = (await canvas(page).boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await expect(page.getByTestId('read-logp')).toContainText(/\d/)
    await page.mouse.move(0, 0)
  })

  await test.step('is clipped, and whole again', async () => {
    await page.getByTestId('uncut').click()
    const thumb = page.getByTestId('clip-0').getByRole('slider').first()
    for (let i = 0; i < 5; i++) await thumb.press('PageUp')
    expect(await greyDifference(page, whole, await pictureAtRest(page))).toBeGreaterThan(CHANGE)
    await page.getByTestId('uncut').click()
    await isAgain(page, whole)
  })

  await test.step('turns by keys and comes home', async () => {
    await canvas(page).press('ArrowLeft')
    expect(await greyDifference(page, whole, await pictureAtRest(page))).toBeGreaterThan(CHANGE)
    await page.getByTestId('reset-view').click()
    await isAgain(page, whole)
  })

  await test.step('returns after the graphics card took its context', async () => {
    await canvas(page).evaluate(async (element: HTMLCanvasElement) => {
      const loser = element.getContext('webgl2')!.getExtension('WEBGL_lose_context')!
      loser.loseContext()
      await new Promise((done) => element.addEventListener('webglcontextlost', done, { once: true }))
      await new Promise((done) => setTimeout(done)) // it can be given back only once all have heard of the loss
      loser.restoreContext()
    })
    await isAgain(page, whole)
  })
})
