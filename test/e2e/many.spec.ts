import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { openDocument } from './screen'

/** The change of variables in one dimension, and the views of many dimensions. */

async function openExample(page: Page, file: string, name: string): Promise<void> {
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await openDocument(page, name, readFileSync(`resources/examples/${file}.flow.json`))
}

const show = (page: Page, key: string): Promise<void> => page.getByTestId(`view-tab-${key}`).click()
const textOf = (page: Page, name: string): Promise<string> => page.getByTestId(name).innerText()

/** Trains to the end, which takes these examples a moment. */
async function train(page: Page): Promise<void> {
  await page.getByTestId('train').click()
  await expect(page.getByTestId('run-state')).toContainText(/finished|stopped/, { timeout: 60_000 })
}

async function frameDrawn(page: Page, canvas: string): Promise<void> {
  await expect
    .poll(async () => Number(await page.getByTestId(canvas).getAttribute('data-frame')), { timeout: 30_000 })
    .toBeGreaterThan(0)
}

test('conserves the area of a strip while the map is trained to 2z + 1', async ({ page }) => {
  await openExample(page, 'change-of-variables', 'Change of variables, f(z) = 2z + 1')
  await show(page, 'change')
  await expect(page.getByTestId('stretch')).toHaveText('1.000')
  await train(page)
  await expect(page.getByTestId('stretch')).toHaveText('2.000')
  await expect(page.getByTestId('area-z')).toHaveText('0.341')
  await expect(page.getByTestId('area-x')).toHaveText('0.341')

  await page.getByTestId('change-strip').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByTestId('area-z')).not.toHaveText('0.341')
  expect(await textOf(page, 'area-x')).toBe(await textOf(page, 'area-z'))

  await page.getByTestId('strips-equal').click()
  const areas = await page.getByTestId('change-areas').locator('td').allInnerTexts()
  expect(areas).toEqual(Array.from({ length: 10 }, () => '0.200'))
})

test('conserves it for a map that is not a line', async ({ page }) => {
  await openExample(page, 'planar-mixture-1d', 'Three bumps by planar flows')
  await show(page, 'change')
  await train(page)
  const strip = page.getByTestId('change-strip')
  await strip.focus()
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press(press % 3 === 0 ? 'Shift+ArrowRight' : 'ArrowLeft')
    const [before, after] = [Number(await textOf(page, 'area-z')), Number(await textOf(page, 'area-x'))]
    expect(Math.abs(before - after)).toBeLessThan(0.0011) // written out to three digits
  }
})

test('goes from a cell of the corner plot to its pair of columns', async ({ page }) => {
  await openExample(page, 'breast-cancer', 'Breast cancer')
  await show(page, 'corner')
  await frameDrawn(page, 'corner-canvas')
  const drawMs = Number(await page.getByTestId('corner-canvas').getAttribute('data-draw-ms'))
  expect(drawMs).toBeLessThan(2000)
  await page.getByTestId('corner-0-1').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('corner-said')).toContainText('mean radius against mean perimeter: correlation 1.00')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('view-tab-pairs')).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByTestId('column-up').locator('select')).toHaveValue('2')
})

test('marks rows across parallel axes', async ({ page }) => {
  await openExample(page, 'wine', 'Wine')
  await show(page, 'parallel')
  await frameDrawn(page, 'parallel-canvas')
  await page.getByTestId('axis-0').locator('.track').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('parallel-said')).toContainText(/Marked: \d+ of \d+ data rows, \d+ of 1.000 model/)
})

test('finds the data in z normal once the flow has learnt it, and not before', async ({ page }) => {
  await openExample(page, 'two-moons', 'Two moons')
  await show(page, 'latent')
  await frameDrawn(page, 'latent-canvas')
  await expect(page.getByTestId('latent-said')).toContainText('z₁ is too light in the tails')
  await page.getByTestId('train').click()
  await expect(page.getByTestId('latent-said')).toContainText('Every coordinate is as normal', { timeout: 60_000 })
})

test('cuts the density along a plane, and holds the other coordinates where sliders put them', async ({ page }) => {
  await openExample(page, 'breast-cancer', 'Breast cancer')
  await show(page, 'slice')
  await frameDrawn(page, 'slice-canvas')
  const canvas = page.getByTestId('slice-canvas')
  await expect(page.getByTestId('slice-said')).toContainText('the other 8 columns held at the mean of the data')
  const before = await canvas.getAttribute('data-peak')
  await page.getByTestId('hold-3').focus()
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('slice-said')).toContainText('as moved by hand')
  await expect(canvas).not.toHaveAttribute('data-peak', before!)

  const log = async (): Promise<number> =>
    Number((await textOf(page, 'read-logp')).replace(/[=≈\s]/g, '').replace('−', '-'))
  await canvas.hover()
  const drawn = await log()
  await expect(page.getByTestId('read-out')).toHaveAttribute('data-source', 'exact')
  expect(Math.abs((await log()) - drawn)).toBeLessThan(0.05)
})
