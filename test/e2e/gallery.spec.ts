import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn, stepShown } from './screen'

const card = (page: Page, file: string) => page.locator(`[data-testid=gallery-card][data-file=${file}]`)
const focused = (page: Page) => page.locator('[data-testid=gallery-card]:focus-within')

test('finds a trained example by keys, opens it beside the work, and trains it on', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('palette-item-affine').focus()
  await page.keyboard.press('Enter') // unsaved work

  await page.keyboard.press('Alt+g')
  await expect(page.getByRole('dialog', { name: 'Gallery' })).toBeVisible()
  await page.getByTestId('gallery-search').fill('dinh 2014')
  await expect(page.getByTestId('gallery-card').first()).toBeVisible()
  const first = await page.getByTestId('gallery-card').first().getAttribute('data-file')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveAttribute('data-file', first!)
  await page.keyboard.press('ArrowRight')
  await expect(focused(page)).not.toHaveAttribute('data-file', first!)
  await page.keyboard.press('Home')
  await expect(focused(page)).toHaveAttribute('data-file', first!)

  await page.getByTestId('gallery-search').fill('nice')
  const nice = card(page, 'nice-wave')
  await expect(nice.locator('img')).toHaveJSProperty('naturalWidth', 240)
  await nice.getByTestId('gallery-open').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('document-name')).toHaveValue('NICE on a wave')
  await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(1000)
  await pictureDrawn(page)
  await expect(page.getByTestId('tab')).toHaveCount(2)

  const trained = await stepShown(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Train on: as many steps again')
  await page.keyboard.press('Enter')
  await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(trained)
})

test('opens one untrained, and says where nothing answers to a search', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('examples').click()
  await page.getByTestId('file-gallery').click()
  await page.getByTestId('gallery-search').fill('no such thing')
  await expect(page.getByTestId('gallery-none')).toContainText('No example matches')
  await page.getByRole('button', { name: 'Show all examples' }).click()
  await page.getByRole('button', { name: 'Open untrained: Old Faithful' }).click()
  await expect(page.getByTestId('document-name')).toHaveValue('Old Faithful')
  await pictureDrawn(page)
  expect(await stepShown(page)).toBe(0)
})
