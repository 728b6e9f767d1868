import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn, stepShown } from './screen'

/** The choice of precision and threads, from the menu to the engine process and back. */

const compute = (page: Page) => page.getByTestId('compute')

async function choose(page: Page, item: string): Promise<void> {
  await compute(page).click()
  await page.getByTestId(item).click()
}

test('goes on with the same run in 64 bits, and keeps the choice when the app is started again', async ({
  page,
  app,
}) => {
  await pictureDrawn(page)
  await expect(compute(page)).toHaveText(/^wasm, 32-bit/)
  await page.getByTestId('step').click()
  await expect.poll(() => stepShown(page)).toBe(1)
  await choose(page, 'precision-float64')
  await expect(compute(page)).toHaveText(/^wasm, 64-bit/)
  await expect(page.getByTestId('status-backend')).toContainText('64-bit')
  expect(await stepShown(page)).toBe(1)
  await page.getByTestId('step').click()
  await expect.poll(() => stepShown(page)).toBe(2)
  await choose(page, 'threads-1')
  await expect(compute(page)).toHaveText('wasm, 64-bit, 1 thread')
  // It may have been one thread before, by the measurement: the choice has arrived when it is kept.
  await expect
    .poll(async () => JSON.parse(await readFile(join(app.home, 'engine.json'), 'utf8')))
    .toMatchObject({ threads: 1 })

  await app.restart()
  await page.goto(app.url)
  await pictureDrawn(page)
  await expect(compute(page)).toHaveText('wasm, 64-bit, 1 thread')
  await compute(page).click()
  await expect(page.getByTestId('precision-float64')).toHaveAttribute('aria-checked', 'true')
  await expect(page.getByTestId('threads-1')).toHaveAttribute('aria-checked', 'true')
})
