import { expect, test } from './app'
import { pictureDrawn, showView, stepShown } from './screen'

/** Hints of the first minutes: one at a time, in nobody's way, over for good, and back when they are asked for. */

test('hints follow the first minute, take no focus, and come back by a command', async ({ page }) => {
  await pictureDrawn(page)
  const hint = page.getByTestId('hint')
  await expect(hint).toHaveCount(0)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(300)
  await expect(hint).toHaveText(/Layers/)
  await expect(page.locator('[role="dialog"]')).toHaveCount(0)
  await page.getByTestId('pause').click()

  // what it is about is done: the next one comes after a while
  await showView(page, 'layers')
  await expect(hint).toHaveCount(0)
  await expect(hint).toHaveText(/onto a wire/, { timeout: 15_000 })
  await page.getByTestId('hint-dismiss').click()
  await expect(hint).toHaveText(/log\|det J\|/, { timeout: 15_000 })

  await page.reload()
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await expect(hint).toHaveText(/log\|det J\|/)
  await showView(page, 'field')
  await expect(hint).toHaveText(/one JSON file/, { timeout: 15_000 })
  await page.getByTestId('hint-dismiss').click()
  await expect(hint).toHaveText(/shows all keys/, { timeout: 15_000 })
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await expect(hint).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('Show the hints of the first')
  await page.keyboard.press('Enter')
  await expect(hint).toHaveText(/Layers/)
  await expect(page.getByTestId('announcement')).toHaveText('Hints for the first minutes are shown again.')
})
