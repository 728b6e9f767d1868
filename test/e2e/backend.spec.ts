import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { framesDrawn, openDocument, pictureDrawn, stepShown } from './screen'

/** The choice of backend in the status bar, in the middle of a run. */

const device = (page: Page) => page.getByTestId('status-compute')

async function choose(page: Page, item: string): Promise<void> {
  await device(page).click()
  await page.getByTestId(item).click()
}

/** The run takes steps, and pictures of it are drawn. */
async function goesOn(page: Page): Promise<void> {
  const [step, frames] = [await stepShown(page), await framesDrawn(page)]
  await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(step + 2)
  await expect.poll(() => framesDrawn(page), { timeout: 30_000 }).toBeGreaterThan(frames)
}

/** The training NLL beside the chart. */
const nll = async (page: Page): Promise<number> => Number(await page.getByTestId('train-nll').textContent())

test('moves a run to another backend and back, and its loss goes on falling', async ({ page }) => {
  await pictureDrawn(page)
  // of more steps than any machine takes meanwhile
  await openDocument(page, 'Moved', written(smallDocument('Moved')))
  await expect(device(page)).toHaveText(/^wasm, 32-bit/)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(100)
  const before = await nll(page)

  await choose(page, 'backend-tfjs-wasm')
  await expect(device(page)).toHaveText('tfjs-wasm, 32-bit, 1 thread')
  await goesOn(page)
  expect(await nll(page)).toBeLessThan(before + 0.3)

  await choose(page, 'backend-wasm')
  await expect(device(page)).toHaveText(/^wasm, 32-bit/)
  await goesOn(page)
  expect(await nll(page)).toBeLessThan(before + 0.3)
  await expect(page.getByTestId('run-state')).toContainText('training')
})

test('lists every backend with its reason, by keyboard alone', async ({ page }) => {
  await pictureDrawn(page)
  await device(page).focus()
  await page.keyboard.press('Enter')
  for (const name of ['auto', 'wasm', 'tensorflow', 'tfjs-wasm', 'tfjs-cpu', 'reference'])
    await expect(page.getByTestId(`backend-${name}`)).toBeVisible()
  await expect(page.getByTestId('backend-auto')).toHaveAttribute('aria-checked', 'true')
  await expect(page.getByTestId('backend-tfjs-cpu')).toContainText('Works too, and is slower.')
  await page.keyboard.type('reference')
  await expect(page.getByTestId('backend-reference')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(device(page)).toBeFocused()

  await page.keyboard.press('Enter')
  await page.getByTestId('backends-measure').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('backend-wasm')).toContainText('steps/s', { timeout: 60_000 })
})
