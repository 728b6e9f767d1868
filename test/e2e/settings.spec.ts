import { expect, test } from './app'
import { pictureDrawn } from './screen'

/** The sheets of settings and of the event log. */

test('keeps theme, density and motion from visit to visit', async ({ page }) => {
  await pictureDrawn(page)
  await page.keyboard.press('Control+,')
  const sheet = page.getByTestId('settings')
  await sheet.getByTestId('theme-light').click()
  await sheet.getByTestId('density-compact').click()
  await sheet.getByTestId('motion-reduced').click()
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('Escape')
  await page.reload()
  await pictureDrawn(page)
  await expect(root).toHaveAttribute('data-density', 'compact')
  await expect(root).toHaveAttribute('data-motion', 'reduced')
  await expect(root).toHaveAttribute('data-theme', 'light')
})

test('lists what was said, by kind, and copies diagnostics without rows of data', async ({ page, context }) => {
  await pictureDrawn(page)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByTestId('palette-item-planar').click()
  await page.getByTestId('status-log').click()
  const lines = page.getByTestId('log-lines')
  await expect(lines).toContainText('Planar inserted')
  await page.getByTestId('log-engine').click()
  await expect(lines).toContainText('Opened “')
  await expect(lines).not.toContainText('Planar inserted')
  await page.getByTestId('log-problem').click()
  await expect(page.getByTestId('log-sheet')).toContainText('No problems so far.')
  await page.getByTestId('copy-diagnostics').click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('Planar inserted')
})

test('works out what is typed, and draws a number by its label as one step of undo', async ({ page }) => {
  await pictureDrawn(page)
  const line = page.getByTestId('training-batchSize')
  const field = line.getByRole('spinbutton')
  await field.fill('2*64')
  await field.press('Enter')
  await expect(field).toHaveValue('128')
  await field.fill('2*')
  await expect(line.getByRole('alert')).toContainText('No calculation')
  await field.press('Escape')
  await field.blur()

  const box = (await line.locator('.label').boundingBox())!
  await page.mouse.move(box.x + 10, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 30, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect(field).not.toHaveValue('128')
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue('128')
})
