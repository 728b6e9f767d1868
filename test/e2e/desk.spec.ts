import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { command } from './scenes'
import { centreOf, openDocument, pictureDrawn } from './screen'

/** What the desk does by itself, and what stands beside a block: the layout, the view of it, its maths, its colours. */

test('lays out the stack by itself, and shows all of it or what is selected', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Laid out', written(smallDocument('Laid out')))
  const canvas = page.getByTestId('canvas')
  const blocks = canvas.locator('[data-block]')
  for (const type of ['actnorm', 'affine', 'planar']) {
    await page.getByTestId('block-affine-coupling-1').click({ position: { x: 60, y: 14 } })
    await page.getByTestId(`palette-item-${type}`).click()
  }
  await expect(blocks).toHaveCount(5)

  const places = async () =>
    Promise.all((await blocks.all()).map(async (block) => (await block.boundingBox())!)).then((boxes) =>
      boxes.sort((a, b) => a.y - b.y),
    )
  // at rest, all stand on one line and equally far from each other
  await expect
    .poll(async () => {
      const boxes = await places()
      const gaps = boxes.slice(1).map(({ y }, i) => Math.round(y - boxes[i].y))
      return [
        new Set(gaps).size,
        new Set(boxes.map(({ x }) => Math.round(x))).size,
        Math.min(...gaps) > boxes[0].height,
      ]
    })
    .toEqual([1, 1, true])

  const { height } = (await blocks.first().boundingBox())!
  await page.getByTestId('block-actnorm-1').click({ position: { x: 60, y: 14 } })
  await page.keyboard.press('f')
  const middle = await centreOf(canvas)
  await expect
    .poll(async () => Math.abs((await centreOf(page.getByTestId('block-actnorm-1'))).y - middle.y))
    .toBeLessThan(2)
  await expect.poll(async () => (await blocks.first().boundingBox())!.height).toBeGreaterThan(height)
  await expect(page.getByTestId('block-base')).not.toBeInViewport()

  await page.keyboard.press('Shift+f')
  for (const id of ['base', 'data']) await expect(page.getByTestId(`block-${id}`)).toBeInViewport({ ratio: 0.99 })
  await expect.poll(async () => (await blocks.first().boundingBox())!.height).toBeCloseTo(height, 0)
})

test('has formula, cost and paper beside a block, and colours with numbers at their scale', async ({ page }) => {
  await pictureDrawn(page)
  const inspector = page.getByTestId('inspector')
  await page
    .getByTestId('canvas')
    .locator('[data-block]')
    .first()
    .click({ position: { x: 60, y: 14 } })
  // as MathML too, for whoever does not see it
  await expect(inspector.locator('math').first()).toContainText('θ')
  await expect(inspector).toContainText('log|det J|')
  await expect(inspector.getByTestId('parameter-count')).toHaveText(/^\d/)
  await expect(inspector).toContainText('Durkan')

  const colours = () => page.getByTestId('density-canvas').screenshot()
  const before = await colours()
  await page.getByTestId('colour-map').locator('select').selectOption('viridis')
  await expect.poll(async () => before.equals(await colours())).toBe(false)
  await expect(page.getByTestId('view-stage')).toContainText('95 %')
})

test('begins again from the same weights with the same seed', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Seeded', written(smallDocument('Seeded', { steps: 40 })))
  const run = async (): Promise<string> => {
    await page.getByTestId('train').click()
    await expect(page.getByTestId('run-state')).toContainText('finished')
    return page.getByTestId('loss-numbers').innerText()
  }
  const first = await run()
  await page.getByTestId('reset').click()
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  expect(await run()).toBe(first)
  await command(page, 'training.reseed', 'new seed')
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  expect(await run()).not.toBe(first)
})
