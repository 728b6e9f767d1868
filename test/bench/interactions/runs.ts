import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'
import { stepShown } from '../../e2e/screen'
import { listen, look, repeated, REPEATS, toPixels, type Note } from './measure'

/** Training, and the steps of it that are kept. */
export async function measureRuns(page: Page, note: Note): Promise<void> {
  const train = page.getByTestId('train')
  const stopped: number[] = []
  const restarted: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    await train.click()
    await expect.poll(() => stepShown(page)).toBeGreaterThan(0)
    stopped.push(await toPixels(page, 'click', look.stopped, () => page.getByTestId('stop').click()))
    restarted.push(await toPixels(page, 'click', look.atStart, () => page.getByTestId('reset').click()))
  }
  note('5 Stop acknowledged', 100, stopped)
  note('5 Reset: the run at step 0', 100, restarted)

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
  note(
    '7 back to the present after a kept step',
    50,
    await repeated(async () => {
      const present = await page.evaluate<string>(look.density)
      await page.getByTestId('snapshots').press('Home')
      await expect.poll(() => page.evaluate<string>(look.density)).not.toBe(present)
      return toPixels(page, 'click', look.density, () => page.getByTestId('live').click())
    }),
  )
}
