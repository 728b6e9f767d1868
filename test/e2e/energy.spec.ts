import { expect, test } from './app'
import { numberIn, pictureDrawn, stepShown } from './screen'

/** A flow trained on an energy, without a row of data. */

const settle = 60_000

test('chooses U1 and reverse KL, trains, and sees the free energy fall towards −ln Z', async ({ page }) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  const objective = page.getByTestId('objective-type').getByRole('combobox')
  await expect(objective).toHaveValue('maximum-likelihood')
  // two moons have rows alone
  await expect(objective.locator('option')).toHaveCount(1)

  await page.getByTestId('canvas').getByRole('button', { name: /^Data/ }).click()
  await page.getByTestId('dataset').getByRole('combobox').selectOption('energy:u1')
  await page.getByTestId('inspector-close').click()
  await expect(objective.locator('option')).toHaveCount(6)
  await objective.selectOption('reverse-kl')
  await expect(page.getByTestId('objective-summary')).toContainText('mode seeking')
  await page.getByTestId('objective-gradient').getByRole('combobox').selectOption('path')

  const chart = page.getByTestId('loss-chart')
  await expect(chart.locator('figcaption')).toContainText('Free energy')
  await expect(chart.locator('figcaption')).not.toContainText('NLL')
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: settle })
  await page.getByTestId('train').click()
  await expect.poll(() => numberIn(page.getByTestId('best-nll')), { timeout: settle }).toBeLessThan(0)
  await expect.poll(() => stepShown(page), { timeout: settle }).toBeGreaterThan(500)
  await expect.poll(() => numberIn(page.getByTestId('best-nll')), { timeout: settle }).toBeLessThan(-1.75)
  await page.getByTestId('pause').click()
  expect(await numberIn(page.getByTestId('effective-draws'))).toBeGreaterThan(10)
  // no model is below −ln Z
  expect(await numberIn(page.getByTestId('best-nll'))).toBeGreaterThan(-1.8775)
  await expect(page.getByTestId('loss-numbers')).toContainText(/[−-]1\.878/)
})
