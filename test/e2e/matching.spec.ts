import { newBlock } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { framesDrawn, numberIn, openDocument, pictureDrawn, stepShown } from './screen'

/** A continuous flow trained without a solver. */

const settle = 60_000

test('chooses flow matching for a continuous flow, trains, and sees the loss fall and the density come', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  const objective = page.getByTestId('objective-type').getByRole('combobox')
  // four spline couplings have no velocity
  await expect(objective.locator('option')).toHaveText(['Maximum likelihood'])

  const empty = smallDocument('Field', { steps: 100_000 })
  const nodes = empty.graph.nodes.filter(({ kind }) => kind !== 'bijector')
  const bare = { ...empty, graph: { nodes, edges: [{ from: nodes[0].id, to: nodes[1].id }] } }
  await openDocument(page, 'Field', written(insertBlock(bare, newBlock('continuous', 'continuous-1'), 0)))
  await expect(objective.locator('option')).toHaveText(['Maximum likelihood', 'Flow matching'])
  await objective.selectOption('flow-matching')
  await page.getByTestId('objective-coupling').getByRole('combobox').selectOption('optimal-transport')
  const caption = page.getByTestId('loss-chart').locator('figcaption')
  await expect(caption).toContainText('Flow-matching loss')
  await expect(caption).toContainText('NLL left')

  await expect(page.getByTestId('train')).toBeEnabled({ timeout: settle })
  const before = await framesDrawn(page)
  // the loss of the first step alone: a moment later it has fallen
  await page.getByTestId('step').click()
  await expect.poll(() => numberIn(page.getByTestId('train-nll')), { timeout: settle }).toBeGreaterThan(0)
  const first = await numberIn(page.getByTestId('train-nll'))
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: settle }).toBeGreaterThan(600)
  // the untrained model has an NLL of 1.9 there
  await expect.poll(() => numberIn(page.getByTestId('best-nll')), { timeout: settle }).toBeLessThan(1.5)
  await page.getByTestId('pause').click()
  expect(await numberIn(page.getByTestId('train-nll'))).toBeLessThan(first)
  await expect.poll(() => framesDrawn(page), { timeout: settle }).toBeGreaterThan(before)
})
