import { newBlockAt } from '@shared/document/create'
import { insertBlock, setData } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { numberIn, openDocument, pictureDrawn, stepShown } from './screen'

/** Conditional flows: what x is given is chosen in the data panel and held above the picture. */

/** p(eruption | waiting) of a line, by one block. */
function lineDocument(): FlowDocument {
  const small = smallDocument('Eruptions')
  const block = newBlockAt(small, 'spline-autoregressive', 2)
  const document = insertBlock(small, { ...block, settings: { ...block.settings, width: 16, depth: 1 } }, 2)
  return setData(document, {
    source: { kind: 'builtin', name: 'old-faithful', columns: null },
    context: [{ column: 'waiting', as: 'number' }],
  })
}

test('shows the density of the class that is chosen, and the data of that class', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  await page.getByTestId('inspect-data').click()
  await page.getByLabel('Context: label').selectOption('class')
  const words = page.getByTestId('given-words')
  await expect(words).toContainText('Data with label = upper', { timeout: 30_000 })
  const bars = page.getByTestId('marginal-x').locator('.data')
  const upper = await bars.getAttribute('d')
  await page.getByTestId('given-label-1').click()
  await expect(words).toContainText('Data with label = lower')
  // the two moons lie side by side
  expect(await bars.getAttribute('d')).not.toBe(upper)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 200 })
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBe(200)
  const canvas = page.getByTestId('density-canvas')
  await canvas.click({ position: { x: 150, y: 120 } })
  const logp = page.getByTestId('pin-logp-1')
  const place = (await page.getByTestId('pin-x-1').getAttribute('title'))!.replaceAll('\u2212', '-')
  const points = Float64Array.from(place.split(', ').map(Number))
  const read: number[] = []
  for (const label of [0, 1]) {
    await page.getByTestId(`given-label-${label}`).click()
    const { logDensity } = await client.call('engine', 'probe', { points, given: [label] })
    await expect.poll(() => numberIn(logp), { timeout: 30_000 }).toBeCloseTo(logDensity[0], 2)
    read.push(logDensity[0])
  }
  client.close()
  expect(Math.abs(read[1] - read[0])).toBeGreaterThan(0.5)
})

test('follows a context that is dragged, with the values that the engine computes', async ({ page, app }) => {
  test.setTimeout(120_000)
  await openDocument(page, 'Eruptions', written(lineDocument()))
  const slider = page.getByTestId('given-waiting')
  await expect(slider).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('given-words')).toContainText('nearest to waiting = ')
  const client = await app.connect()
  await client.call('engine', 'step', { count: 300 })
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBe(300)
  const seen: number[] = []
  for (const share of [0.2, 0.8]) {
    const track = (await slider.boundingBox())!
    await page.mouse.move(track.x + track.width / 2, track.y + track.height / 2)
    await page.mouse.down()
    await page.mouse.move(track.x + share * track.width, track.y + track.height / 2, { steps: 8 })
    await page.mouse.up()
    const curve = (await page.getByTestId('density-canvas').boundingBox())!
    await page.mouse.move(curve.x + 0.4 * curve.width, curve.y + curve.height / 2)
    await expect(page.getByTestId('read-out')).toHaveAttribute('data-source', 'exact')
    const given = [Number(await slider.getAttribute('aria-valuetext'))]
    const points = Float64Array.of(
      Number((await page.getByTestId('read-x').getAttribute('title'))!.replace('\u2212', '-')),
    )
    const { logDensity } = await client.call('engine', 'probe', { points, given })
    await expect.poll(() => numberIn(page.getByTestId('read-logp'))).toBeCloseTo(logDensity[0], 2)
    seen.push(logDensity[0])
  }
  client.close()
  expect(Math.abs(seen[1] - seen[0])).toBeGreaterThan(0.3)
})
