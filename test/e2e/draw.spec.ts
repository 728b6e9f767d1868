import { expect, test } from './app'
import { pictureDrawn, stepShown } from './screen'

/** Data drawn by hand: by pointer and by keys, trained on, and drawn on again. */

test('paints points, trains on them, and goes on painting later', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('inspect-data').click()
  await page.getByTestId('draw-data').click()
  const plane = page.getByTestId('draw-plane')
  const points = async (): Promise<number> => Number(await plane.getAttribute('data-points'))
  await expect(page.getByTestId('draw-use')).toBeDisabled()

  const { x, y, width, height } = (await plane.boundingBox())!
  await page.mouse.move(x + width / 4, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + (3 * width) / 4, y + height / 3, { steps: 8 })
  await page.mouse.up()
  const stroke = await points()
  expect(stroke).toBeGreaterThan(100)

  await plane.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  expect(await points()).toBe(stroke + 12)
  await page.keyboard.press('Control+z')
  expect(await points()).toBe(stroke)
  await page.getByTestId('draw-eraser').click()
  await plane.focus()
  await page.keyboard.press('Space')
  expect(await points()).toBeLessThan(stroke)
  await page.getByTestId('draw-clear').click()
  expect(await points()).toBe(0)
  await page.getByTestId('draw-undo').click()
  const kept = await points()

  // an image in place of the strokes, then its bright parts
  await page.getByTestId('image-file').setInputFiles('resources/screenshot.png')
  await expect.poll(points).toBe(4000)
  await page.getByTestId('image-parts-bright').click()
  await expect(page.getByTestId('image-parts-bright')).toHaveAttribute('aria-checked', 'true')
  await page.getByTestId('draw-undo').click()
  await page.getByTestId('draw-undo').click()
  await expect.poll(points).toBe(kept)

  await page.getByTestId('draw-use').click()
  await expect(page.getByTestId('data-panel')).toContainText('Drawn points')
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(5)

  await page.getByTestId('draw-data').click()
  expect(await points()).toBe(kept)
  await page.keyboard.press('Escape')
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('data-panel')).toContainText('Two moons')
})
