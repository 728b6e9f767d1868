import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/app'
import { written } from '../e2e/documents'
import { openDocument, pictureDrawn } from '../e2e/screen'
import { measureGraph } from './interactions/graph'
import { heading, lineOf, look, quantile, type Note, type Row } from './interactions/measure'
import { measureOpenings } from './interactions/openings'
import { measureParameters } from './interactions/parameters'
import { measurePictures } from './interactions/pictures'
import { measureRuns } from './interactions/runs'
import { measureReturns, measureStarts } from './interactions/starts'
import { deepDocument } from './subjects'

/**
 * What must feel instant, with 60 blocks on the canvas: milliseconds from the input to the pixels, median and 95 % of
 * `DIFFEO_REPEATS` (20) each. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench interactions
 *
 * It prints a table and fails where the median misses its budget. The numbers are those of the ten interactions.
 */

const BLOCKS = 60

const measures = {
  'in the graph': measureGraph,
  'to a parameter': measureParameters,
  'to the training': measureRuns,
  'in the pictures': measurePictures,
  'to documents': measureOpenings,
}

test.beforeAll(() => {
  console.log(heading)
})

for (const [where, measure] of Object.entries(measures))
  test(`answers at once ${where}, with sixty blocks`, async ({ page }) => {
    await openSixty(page)
    await judged((note) => measure(page, note))
  })

test('comes back at once, with sixty blocks unsaved, and quits without a question', async ({ page, app }) => {
  await openSixty(page)
  await judged((note) => measureReturns(page, app, note))
})

test('starts at once', async ({ browser }) => {
  test.setTimeout(900_000)
  await judged((note) => measureStarts(browser, note))
})

async function openSixty(page: Page): Promise<void> {
  test.setTimeout(900_000)
  page.setDefaultTimeout(10_000)
  await pictureDrawn(page)
  const sixty = deepDocument('Sixty', BLOCKS)
  // at the usual rate so deep a stack diverges within the measurement
  const training = { ...sixty.training, optimizer: { ...sixty.training.optimizer, learningRate: 1e-5 } }
  await openDocument(page, 'Sixty', written({ ...sixty, training }))
  await expect.poll(() => page.evaluate<number>(look.blocks)).toBe(BLOCKS)
}

/** Prints each row as it is measured, and judges all of them at the end. */
async function judged(measure: (note: Note) => Promise<void>): Promise<void> {
  const rows: Row[] = []
  await measure((name, budget, times) => {
    rows.push({ name, budget, times })
    console.log(lineOf({ name, budget, times }))
  })
  for (const { name, budget, times } of rows) expect.soft(quantile(times, 0.5), name).toBeLessThanOrEqual(budget)
}
