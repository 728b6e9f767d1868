import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn, showView, stepShown } from './screen'

/** Hints of the first minutes: one at a time, in nobody's way, over for good, and back when they are asked for. */

/** Longer than the rest between two hints, which nobody waits for here. */
const rest = (page: Page): Promise<void> => page.clock.fastForward(10_000)

test('hints follow the first minute, take no focus, and come back by a command', async ({ page }) => {
  await pictureDrawn(page)
  await page.clock.install()
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
  await rest(page)
  await expect(hint).toHaveText(/onto a wire/)
  await page.getByTestId('hint-dismiss').click()
  await rest(page)
  await expect(hint).toHaveText(/log\|det J\|/)

  await page.reload()
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await expect(hint).toHaveText(/log\|det J\|/)
  await showView(page, 'field')
  await rest(page)
  await expect(hint).toHaveText(/one JSON file/)
  await page.getByTestId('hint-dismiss').click()
  await rest(page)
  await expect(hint).toHaveText(/shows all keys/)
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await expect(hint).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('Show the hints of the first')
  await page.keyboard.press('Enter')
  await expect(hint).toHaveText(/Layers/)
  await expect(page.getByTestId('announcement')).toHaveText('Hints for the first minutes are shown again.')
})
