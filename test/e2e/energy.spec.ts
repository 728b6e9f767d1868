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

  await page.getByTestId('canvas').getByRole('group', { name: /^Data/ }).click()
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

test('types a mixture, and sees draws of chains in place of its rows', async ({ page }) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  await expect(page.getByTestId('overlay-reference')).toHaveCount(0) // two moons have rows alone
  await page.getByTestId('canvas').getByRole('group', { name: /^Data/ }).click()
  await page.getByTestId('dataset').getByRole('combobox').selectOption('energy:gaussian-mixture')
  const means = page.getByTestId('data-means').getByRole('textbox')
  await means.fill('-2 0 2 1')
  await means.press('Enter')
  await expect(means).toHaveValue('-2, 0; 2, 1')
  const weights = page.getByTestId('data-weights').getByRole('textbox')
  await weights.fill('1, 2, 3')
  await weights.press('Enter')
  await expect(page.getByText(/weights: has 3 numbers, expected 2/).first()).toBeVisible({ timeout: settle })
  await weights.fill('1, 3')
  await weights.press('Enter')
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: settle })

  const chains = page.getByTestId('overlay-reference')
  await chains.click()
  await expect(page.getByTestId('overlay-data')).toContainText('Chains', { timeout: settle })
  await expect(chains).toHaveAttribute('title', /NUTS: R̂ \d\.\d+, \d+ effective draws/)
  await page.getByTestId('dataset').getByRole('combobox').selectOption('energy:u2')
  await page.getByTestId('data-ends').getByRole('combobox').selectOption('box')
  await expect(page.getByTestId('data-rows')).toContainText(/30.000 train/, { timeout: settle })
  await expect(page.getByTestId('overlay-data')).toContainText('Chains', { timeout: settle })
})

test('types an energy, sees what is wrong with it and its draws, and trains on them', async ({ page }) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  await page.getByTestId('canvas').getByRole('group', { name: /^Data/ }).click()
  await page.getByTestId('dataset').getByRole('combobox').selectOption('energy:custom')
  const typed = page.getByTestId('data-energy').getByRole('textbox')
  const verdict = page.getByTestId('energy-verdict')
  await expect(verdict).toContainText('Its mass lies inside the box')

  await typed.fill('x^2 + 2 q')
  await expect(verdict).toHaveText(/at character 9: expected x, y, pi, e or a function, found “q”/)
  await typed.fill('x^2')
  await expect(verdict).toContainText('of the mass lies at the walls')
  await typed.fill('(x^2 - 4)^2 / 4 + y^2 / 2')
  await expect(verdict).toHaveText('Least value 0, near x = −2, y = 0. Its mass lies inside the box.')
  await typed.press('Enter')
  await expect(page.getByTestId('data-rows')).toContainText(/30.000 train/, { timeout: settle })
  // by quadrature in NumPy
  await expect(page.getByTestId('data-panel')).toContainText('True entropy 2.638', { timeout: settle })

  await expect(page.getByTestId('train')).toBeEnabled({ timeout: settle })
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: settle }).toBeGreaterThan(100)
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('loss-chart').locator('figcaption')).toContainText('NLL')
})
