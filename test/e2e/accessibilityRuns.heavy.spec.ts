import type { SweepPlan } from '@shared/document/sweep/plan'
import { expect, test } from './app'
import { begin, faultsIn } from './axe'
import { smallDocument } from './documents'

const part = '[role=dialog]'

test('has nothing serious for axe to find where runs are listed, compared, swept and queued', async ({ page, app }) => {
  test.setTimeout(300_000)
  await begin(page, app)
  const client = await app.connect()
  const document = smallDocument('Swept', { steps: 40 })
  const plan: SweepPlan = {
    axes: [
      { path: 'training.optimizer.learningRate', values: { kind: 'list', values: [0.001, 0.01] } },
      { path: 'training.optimizer.type', values: { kind: 'list', values: ['adam', 'adamw'] } },
    ],
    search: { kind: 'grid' },
    seeds: [1, 2],
  }
  await client.call('host', 'beginSweep', { name: 'Swept', document, plan })
  await expect.poll(async () => (await client.call('host', 'runQueue', {})).entries.length).toBe(0)
  await client.call('host', 'setQueue', { paused: true })
  for (const name of ['Waits', 'Waits too']) await client.call('host', 'enqueueRun', { document: smallDocument(name) })
  client.close()

  const faults: string[] = []
  const look = async (name: string) => faults.push(...(await faultsIn(page, { name, part })))
  await page.keyboard.press('Alt+U')
  await expect(page.getByTestId('run-row')).toHaveCount(11)
  await page.getByTestId('run-row').nth(3).click()
  await page.getByTestId('run-baseline').click()
  await page
    .getByTestId('run-row')
    .nth(4)
    .click({ modifiers: ['Control'] })
  await look('list')
  await page.getByTestId('run-forget').click()
  await expect(page.getByTestId('runs-recall')).toBeFocused()
  await look('forgotten')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('run-row')).toHaveCount(11)
  await page.getByTestId('run-row').nth(3).click()
  await page
    .getByTestId('run-row')
    .nth(4)
    .click({ modifiers: ['Control'] })
  await page.getByTestId('run-compare').click()
  await expect(page.getByTestId('stored-density')).toHaveCount(2)
  await look('compare')
  await page.getByTestId('runs-back').click()
  await page.getByTestId('sweep-open').click()
  await expect(page.getByTestId('sweep-place')).toHaveCount(4)
  await look('sweep')
  expect(faults).toEqual([])
})
