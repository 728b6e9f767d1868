import { expect, test } from './app'
import { pictureDrawn } from './screen'

/** The page of a block: of one in the stack with what it is and does now, and of any other by its name. */

test('a block tells what it is, what it does now and when to take it', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('block-spline-coupling-1').click({ position: { x: 60, y: 14 } })
  await page.getByTestId('block-page-open').click()
  const sheet = page.getByTestId('block-page')
  await expect(sheet).toContainText('Spline coupling')
  await expect(sheet.getByTestId('block-picture').locator('svg')).toHaveCount(2)
  await expect(sheet.getByTestId('block-when')).not.toBeEmpty()
  await expect(sheet.getByTestId('block-parameters')).toContainText('numbers from')
  await expect(sheet).toContainText('arXiv:1906.04032')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.getByTestId('command-search').fill('Planar')
  await page.getByTestId('found-page/planar').click()
  await expect(sheet).toContainText('Variational Inference with Normalizing Flows')
  await expect(sheet.getByTestId('block-picture')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})
