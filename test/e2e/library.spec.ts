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
  // what the tab's own run scores was not known before
  await expect(page.getByTestId('compare-results').getByRole('row').filter({ hasText: 'test NLL' })).not.toContainText(
    '–',
  )

  await page.getByTestId('runs-back').click()
  await rows(page).filter({ hasText: '→ 0.02' }).click()
  await page.getByTestId('run-resume').click()
  await expect(page.getByTestId('run-step')).toContainText('40')
  const { document: held, status } = await client.call('engine', 'attach', {})
  expect(held?.training.optimizer.learningRate).toBe(0.02)
  expect(status.step).toBe(40)
  client.close()
})

test('a sweep is planned on the screen, trained and ranked', async ({ page, app }) => {
  const client = await app.connect()
  const document = smallDocument('Swept', { steps: 20 })
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await page.keyboard.press('Alt+U')
  await page.getByTestId('sweep-new').click()
  await expect(page.getByTestId('sweep-words')).toContainText('3 runs')
  await page.getByTestId('sweep-seeds').fill('1, 2')
  await expect(page.getByTestId('sweep-words')).toContainText('6 runs')
  await page.getByTestId('sweep-seeds').fill('one')
  await expect(page.getByTestId('sweep-problem')).toContainText('whole numbers')
  await page.getByTestId('sweep-seeds').fill('1')
  await page.getByTestId('sweep-begin').click()
  await expect(page.getByTestId('sweep-done')).toContainText('3 of 3')
  await expect(page.getByTestId('sweep-place')).toHaveCount(3)
  await expect(page.getByTestId('parallel-line')).toHaveCount(3)
  await page.getByTestId('parallel-runs').getByRole('listbox').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('sweep-place').first()).toHaveClass(/chosen/)
  client.close()
})

test('runs are named, pinned and forgotten once that is asked', async ({ page, app }) => {
  const client = await app.connect()
  for (const name of ['First', 'Second'])
    await client.call('host', 'enqueueRun', { document: smallDocument(name, { steps: 10 }) })
  await expect.poll(async () => (await client.call('host', 'runQueue', {})).entries.length).toBe(0)
  await runsShown(page, 2)
  await page.getByTestId('run-filter').fill('second')
  await expect(rows(page)).toHaveCount(1)
  await rows(page).click()
  await page.getByTestId('run-rename').click()
  await page.getByTestId('run-name').fill('The one')
  await page.keyboard.press('Enter')
  await page.getByTestId('run-pin').click()
  await page.getByTestId('run-filter').fill('')
  await expect(rows(page).first()).toContainText('The one')
  await rows(page).filter({ hasText: 'First' }).click()
  await page.getByTestId('run-forget').click()
  await page.getByTestId('forget-commit').click()
  await expect(rows(page)).toHaveCount(1)
  const { runs } = await client.call('host', 'keptRuns', {})
  expect(runs).toMatchObject([{ name: 'The one', named: true, pinned: true }])
  client.close()
})
