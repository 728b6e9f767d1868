import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, stageShows } from './screen'

/** Runs that are kept: told apart, compared, gone on with, and trained in the queue. */

const rows = (page: Page) => page.getByTestId('run-row')

async function runsShown(page: Page, count: number): Promise<void> {
  await page.keyboard.press('Alt+U')
  await expect(rows(page)).toHaveCount(count)
}

test('two runs with another setting are compared, and one goes on in a tab of its own', async ({ page, app }) => {
  const client = await app.connect()
  const document = smallDocument('Compared', { steps: 40 })
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  for (const learningRate of [0.01, 0.02]) {
    const { training } = document
    const varied = { ...document, training: { ...training, optimizer: { ...training.optimizer, learningRate } } }
    await client.call('host', 'enqueueRun', { document: varied })
  }
  await page.getByTestId('train').click()
  await expect.poll(async () => (await client.call('host', 'keptRuns', {})).runs.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished']) // prettier-ignore

  await runsShown(page, 3)
  // the tab's own run is scored when it is over, as those of the queue are
  await expect(page.locator('[data-testid=run-row] .test').filter({ hasText: /^\d/ })).toHaveCount(3)
  // by keys alone: the oldest is the baseline, and all are chosen
  await page.getByTestId('sort-began').click()
  await rows(page).first().focus()
  await page.keyboard.press('Space')
  await page.getByTestId('run-baseline').click()
  await expect(rows(page).filter({ hasText: 'learning rate 0.002 → 0.02' })).toHaveCount(1)
  await rows(page).first().focus()
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('Control+a')
  await page.getByTestId('run-compare').click()
  await expect(page.getByTestId('compare-curves')).toHaveAttribute('data-curves', '3')
  await expect(page.getByTestId('stored-density')).toHaveCount(3)
  const settings = page.getByTestId('compare-settings').getByRole('row').filter({ hasText: 'learning rate' })
  await expect(settings).toContainText('0.002')
  await expect(settings).toContainText('0.02')
  await expect(page.getByTestId('compare-results').getByRole('row').filter({ hasText: 'test NLL' })).not.toContainText(
    '–',
  )

  await page.getByTestId('runs-back').click()
  await rows(page).filter({ hasText: '→ 0.02' }).click()
  await page.getByTestId('run-resume').click()
  await expect
    .poll(async () => {
      const { document: held, status } = await client.call('engine', 'attach', {})
      return [held?.training.optimizer.learningRate, status.step]
    })
    .toEqual([0.02, 40])
  await expect(page.getByTestId('run-step')).toContainText('40')
  client.close()
})
