import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, stageShows } from './screen'

/** More of the sheet of runs: sweeps, and what is done with one run. */

const rows = (page: Page) => page.getByTestId('run-row')

async function runsShown(page: Page, count: number): Promise<void> {
  await page.keyboard.press('Alt+U')
  await expect(rows(page)).toHaveCount(count)
}

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

test('runs of more than two dimensions are compared by the two columns that are chosen', async ({ page, app }) => {
  const client = await app.connect()
  for (const name of ['Knot', 'Other knot']) {
    const document = smallDocument(name, { steps: 10 })
    const source = { ...document.data.source, name: 'trefoil', settings: {} } as typeof document.data.source
    await client.call('host', 'enqueueRun', { document: { ...document, data: { ...document.data, source } } })
  }
  await expect.poll(async () => (await client.call('host', 'runQueue', {})).entries.length).toBe(0)
  await runsShown(page, 2)
  await rows(page).first().focus()
  await page.keyboard.press('Control+a')
  await page.getByTestId('run-compare').click()
  const draws = page.getByTestId('stored-density').first()
  await expect(draws).toHaveAccessibleName('Draws of Other knot: x across, y upwards')
  const picture = () => draws.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await picture()
  await page.getByLabel('Column across').selectOption('z')
  await expect(draws).toHaveAccessibleName('Draws of Other knot: z across, y upwards')
  await expect.poll(picture).not.toBe(before)
  // a column that is on the other side already changes places
  await page.getByLabel('Column upwards').selectOption('z')
  await expect(draws).toHaveAccessibleName('Draws of Other knot: y across, z upwards')
  client.close()
})

test('runs are named, pinned, forgotten and had back', async ({ page, app }) => {
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
  await expect(rows(page)).toHaveCount(1)
  const { runs } = await client.call('host', 'keptRuns', {})
  expect(runs).toMatchObject([{ name: 'The one', named: true, pinned: true }])
  await expect(page.getByTestId('runs-forgotten')).toContainText('1 run forgotten.')
  await expect(page.getByTestId('runs-recall')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByTestId('runs-forgotten')).toHaveCount(0)
  await expect(rows(page).filter({ hasText: 'First' })).toBeFocused()

  // by keys in the list, which stay where they are; and from the palette's command
  await rows(page).last().focus()
  await page.keyboard.press('Space')
  await expect(rows(page).last()).toHaveAttribute('aria-selected', 'false')
  await page.keyboard.press('Space')
  await page.keyboard.press('Delete')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toBeFocused()
  client.close()
})
