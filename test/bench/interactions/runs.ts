import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'
import { listen, look, repeated, REPEATS, toPixels, type Note } from './measure'

/** Training, and the steps of it that are kept. */
export async function measureRuns(page: Page, note: Note): Promise<void> {
  const train = page.getByTestId('train')
  const started: number[] = []
  const first: number[] = []
  const halted: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    await expect(train).toBeEnabled()
    await listen(page, 'click', look.density, 'density')
    started.push(await toPixels(page, 'click', look.training, () => train.click()))
    first.push(await page.evaluate<number>('window.density'))
    halted.push(await toPixels(page, 'click', look.paused, () => page.getByTestId('pause').click()))
  }
  note('5 Train: the button', 50, started)
  note('5 Train: the first changed density', 250, first)
  note('5 Pause acknowledged', 100, halted)

  await expect
    .poll(async () => Number(await page.getByTestId('snapshots').getAttribute('data-count')))
    .toBeGreaterThan(1)
  await page.getByTestId('snapshots').focus()
  await page.keyboard.press('End')
  note(
    '7 a kept step of the training',
    50,
    await repeated((i) =>
      toPixels(page, 'keydown', look.density, () => page.keyboard.press(i % 2 === 0 ? 'Home' : 'End')),
    ),
  )
}
