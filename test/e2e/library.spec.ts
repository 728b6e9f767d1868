import { readFile } from 'node:fs/promises'
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

/** What an entry of the comparison's menu saves. */
async function saved(page: Page, entry: string): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByTestId('compare-export').click()
  const download = page.waitForEvent('download')
  await page.getByTestId(entry).click()
  const file = await download
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
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

  // read by keys: each run's loss at the last step, and at the validation before
  const [reader, reading] = [page.getByTestId('curve-reader'), page.getByTestId('curve-reading')]
  await reader.focus()
  await expect(reading).toContainText('step 40')
  await expect(reader).toHaveAttribute('aria-valuetext', /^step 40; Compared [−\d.]+; Compared \(2\) [−\d.]+; Compared \(3\) [−\d.]+$/) // prettier-ignore
  await page.keyboard.press('ArrowLeft')
  await expect(reading).toContainText('step 30')
  // and under the pointer, in the middle
  await reader.blur()
  await expect(reading).toHaveCount(0)
  await reader.hover()
  await expect(reading).toContainText('step 20')

  const curves = await saved(page, 'compare-export-curves')
  expect(curves.name).toBe('comparison-losses.csv')
  const [header, ...lines] = curves.text.trimEnd().split('\n')
  expect(header).toBe('run,step,train_nll,gradient_norm,validation_nll,seconds')
  expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set(['Compared', 'Compared (2)', 'Compared (3)'])) // prettier-ignore
  const table = await saved(page, 'compare-export-table')
  expect(table.text).toContain('Training: learning rate,0.002,')

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
