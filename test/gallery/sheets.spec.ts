import type { Page } from '@playwright/test'
import type { SweepPlan } from '@shared/document/sweep/plan'
import type { Client } from '@shared/rpc/client'
import { expect, test } from '../e2e/app'
import { smallDocument, written } from '../e2e/documents'
import { people } from '../e2e/people'
import { command } from '../e2e/scenes'
import { dropFile, openDocument, pictureDrawn, stepShown } from '../e2e/screen'
import { pictureAll } from './shots'

/** Sheets with their own pages: runs, sweeps, examples, data, blocks. */

const picture = (page: Page, name: string): Promise<void> => pictureAll(page, 'sheets', name)

test('examples', async ({ page }) => {
  await pictureDrawn(page)
  await command(page, 'file.gallery', 'gallery of examples')
  await expect(page.getByRole('dialog')).toBeVisible()
  await picture(page, 'gallery')
  await page.keyboard.type('glow')
  await picture(page, 'gallery-searched')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('nothing of the kind')
  await picture(page, 'gallery-nothing-found')
})

test('data workshop', async ({ page }) => {
  await pictureDrawn(page)
  await command(page, 'data.workshop', 'data workshop')
  await picture(page, 'workshop-toy')
  await page.keyboard.press('Escape')
  await dropFile(page, { name: 'people.csv', content: people })
  await page.getByTestId('import-use').click()
  await command(page, 'data.workshop', 'data workshop')
  for (const part of ['table', 'columns', 'correlations', 'problems', 'split', 'download']) {
    await page.getByTestId(`workshop-${part}`).click()
    await picture(page, `workshop-${part}`)
  }
  await page.getByTestId('workshop-problems').click()
  for (const mend of ['Fill by medians', 'Keep each row once', 'Dequantise children', 'Logarithm of income']) {
    await page.getByRole('button', { name: mend }).first().click()
  }
  await expect(page.getByTestId('problem-skewed-income')).toBeHidden()
  await picture(page, 'workshop-problems-mended')
  await page.getByTestId('workshop-columns').click()
  await expect(page.getByTestId('transforms').locator('li')).toHaveCount(2)
  await picture(page, 'workshop-columns-transformed')
})

test('runs', async ({ page, app }) => {
  await pictureDrawn(page)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(400)
  await page.getByTestId('pause').click()
  await command(page, 'runs.show', 'runs')
  await picture(page, 'runs-one')
  await page.keyboard.press('Escape')

  const client = await app.connect()
  await sweptRuns(page, client)
  await command(page, 'runs.show', 'runs')
  await picture(page, 'runs-many')
  await page.getByTestId('run-row').nth(1).click()
  await page
    .getByTestId('run-row')
    .nth(4)
    .click({ modifiers: ['Shift'] })
  await page.getByTestId('run-compare').click()
  await expect(page.getByTestId('stored-density')).toHaveCount(4)
  await picture(page, 'runs-compared')
  await page.getByTestId('runs-back').click()
  await page.getByTestId('sweep-open').first().click()
  await expect(page.getByTestId('sweep-page')).toBeVisible()
  await picture(page, 'sweep-page')
  client.close()
})

test('sweeps', async ({ page }) => {
  await pictureDrawn(page)
  await command(page, 'runs.sweep', 'new sweep')
  await picture(page, 'sweep-form')
  await page.getByTestId('sweep-add-axis').click()
  await page.getByTestId('sweep-search').locator('select').selectOption('halving')
  await picture(page, 'sweep-form-halving')
  await page.getByTestId('sweep-begin').click()
  await expect(page.getByTestId('sweep-page')).toBeVisible()
  await picture(page, 'sweep-running')
})

test('blocks', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(400)
  await page.getByTestId('pause').click()
  await page.locator('[data-testid=canvas] [data-block]').last().click()
  await command(page, 'block.page', 'all about')
  await expect(page.getByTestId('block-page')).toBeVisible()
  await picture(page, 'block-page')
  await page.getByTestId('block-parameters').scrollIntoViewIfNeeded()
  await picture(page, 'block-page-parameters')
})

/** A sweep of six short runs, done. */
async function sweptRuns(page: Page, client: Client): Promise<void> {
  const document = smallDocument('Swept', { steps: 200 })
  await openDocument(page, document.name, written(document))
  const plan: SweepPlan = {
    axes: [
      { path: 'training.optimizer.learningRate', values: { kind: 'range', scale: 'log', from: 0.001, to: 0.03, count: 3, integer: false } }, // prettier-ignore
      { path: 'types.affine-coupling.width', values: { kind: 'list', values: [8, 32] } },
    ],
    search: { kind: 'grid' },
    seeds: [1],
  }
  await client.call('host', 'beginSweep', { name: 'Rates and widths', document, plan })
  const queue = async () => (await client.call('host', 'runQueue', {})).entries.length
  await expect.poll(queue, { timeout: 120_000 }).toBe(0)
}
