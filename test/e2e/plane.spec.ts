import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { expect, test } from './app'
import { written } from './documents'
import { numberIn, openDocument, pictureDrawn } from './screen'

/** What lies on the density: labelled regions, marginals, pinned places and the error against the known density. */

test('labels regions, shows marginals, and pins places with the values that the engine computes', async ({
  page,
  app,
}) => {
  await pictureDrawn(page)
  for (const label of ['50 %', '80 %', '95 %']) {
    await expect(page.getByTestId('line-labels')).toContainText(label)
  }
  await expect(page.getByTestId('marginal-x')).toBeVisible()
  await page.getByTestId('overlay-marginals').click()
  await expect(page.getByTestId('marginal-x')).toHaveCount(0)
  await expect(page.getByTestId('density-words')).toContainText('of the probability is in view')

  const canvas = page.getByTestId('density-canvas')
  await canvas.click({ position: { x: 150, y: 120 } })
  await canvas.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const client = await app.connect()
  for (const number of [1, 2]) {
    const place = (await page.getByTestId(`pin-x-${number}`).getAttribute('title'))!.replaceAll('\u2212', '-')
    const points = Float64Array.from(place.split(', ').map(Number))
    const { logDensity } = await client.call('engine', 'probe', { points })
    await expect.poll(() => numberIn(page.getByTestId(`pin-logp-${number}`))).toBeCloseTo(logDensity[0], 2)
  }
  client.close()

  await page.getByRole('button', { name: 'Remove pin 1' }).press('Delete')
  await expect(page.getByTestId('pin-x-1')).toHaveCount(0)
  await canvas.focus()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('pins')).toHaveCount(0)
})

test('measures the distance to the known density, which falls as the flow learns', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  await page.getByTestId('scale-error').click()
  const kl = page.getByTestId('error-kl')
  const distance = page.getByTestId('error-tv')
  await expect.poll(() => numberIn(kl)).toBeGreaterThan(0.5)
  const [before, apart] = [await numberIn(kl), await numberIn(distance)]
  expect(apart).toBeLessThanOrEqual(1)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 150 })
  client.close()
  await expect.poll(() => numberIn(kl), { timeout: 60_000 }).toBeLessThan(before / 2)
  expect(await numberIn(distance)).toBeLessThan(apart)
})

test('puts away what it says of a failed run, and shows what lies below', async ({ page }) => {
  await pictureDrawn(page)
  const bare = newDocument('Failing')
  const document = insertBlock(bare, newBlockAt(bare, 'actnorm', 0), 0) // for a run needs something to learn
  // half of the rows have no logarithm
  await openDocument(page, 'Failing', written(insertBlock(document, newBlockAt(document, 'exp', 1), 1)))
  await page.getByTestId('train').click()
  const notice = page.getByTestId('stage-notice')
  await expect(notice).toContainText('Training stopped at step 1')
  await page.getByTestId('stage-notice-close').click()
  await expect(notice).toHaveCount(0)
})
