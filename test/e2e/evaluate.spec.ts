import { expect, test } from './app'
import { numberIn, pictureDrawn, stepShown } from './screen'

/** The model judged by held-out rows, on the screen. */

test('tells all that an evaluation finds, of the weights of now', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 100 })
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBe(100)
  await page.getByTestId('evaluate').click()
  const sheet = page.getByTestId('evaluation')
  const valueOf = (measure: string) =>
    sheet.getByTestId('evaluation-line').filter({ hasText: measure }).locator('.value')
  await expect(valueOf('∫p')).toBeVisible({ timeout: 90_000 })
  await expect(sheet).toContainText('Evaluation at step 100')
  const { nll, integral, entropy } = await client.call('engine', 'evaluate', {})
  client.close()
  expect(await numberIn(valueOf('NLL'))).toBeCloseTo(nll, 3)
  expect(await numberIn(valueOf('∫p'))).toBeCloseTo(integral!, 3)
  const kl = await numberIn(valueOf('KL(p‖q)'))
  expect(Math.abs(kl - (nll - entropy!))).toBeLessThan(0.1) // of the density itself, and of the rows
  for (const measure of ['energy distance', 'sliced Wasserstein', 'MMD²', 'round-trip', 'z against the base'])
    await expect(valueOf(measure)).toBeVisible()
  await expect(sheet.getByTestId('evaluation-cost')).toHaveCount(4)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})
