import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { openDocument, pictureDrawn, showView as show } from './screen'

/** Points selected in one view are marked in all of them. */

/** How many points a picture says it has marked. */
async function expectMarked(page: Page, canvas: string, count: string): Promise<void> {
  await expect(page.getByTestId(canvas)).toHaveAttribute('data-marked', count, { timeout: 30_000 })
}

const markedMean = async (page: Page, canvas: string): Promise<readonly number[]> =>
  ((await page.getByTestId(canvas).getAttribute('data-marked-mean')) ?? '').split(' ').map(Number)

const selected = async (page: Page): Promise<string> =>
  (await page.getByTestId('selection-chip').getAttribute('data-count'))!

/** Draws a rectangle with Shift from one place of an element to another, as shares of its sides. */
async function drawAround(page: Page, element: string, [x0, y0]: Place, [x1, y1]: Place): Promise<void> {
  const box = (await page.getByTestId(element).boundingBox())!
  await page.keyboard.down('Shift')
  await page.mouse.move(box.x + x0 * box.width, box.y + y0 * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + x1 * box.width, box.y + y1 * box.height, { steps: 3 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
}

type Place = readonly [number, number]

test('marks the rows of a brush in the pairs, the corner and z, until they are let go', async ({ page }) => {
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await openDocument(page, 'Wine', readFileSync('resources/examples/wine.flow.json'))
  await show(page, 'parallel')
  await page.getByTestId('axis-0').locator('.track').focus()
  await page.keyboard.press('Enter')
  for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowUp')
  const count = await selected(page)
  expect(Number(count)).toBeGreaterThan(5)
  await expect(page.getByTestId('parallel-said')).toContainText(`Marked: ${count} of`)
  await expectMarked(page, 'parallel-canvas', count)

  await show(page, 'pairs')
  await expectMarked(page, 'density-canvas', count)
  await show(page, 'corner')
  await expectMarked(page, 'corner-canvas', count)
  await show(page, 'latent')
  await expectMarked(page, 'latent-canvas', count)
  await show(page, 'slice')
  await expectMarked(page, 'slice-canvas', count)
  expect(await selected(page)).toBe(count)
  await show(page, 'parallel')
  await expectMarked(page, 'parallel-canvas', count)

  await page.keyboard.press('Escape')
  await expect(page.getByTestId('selection-chip')).toHaveCount(0)
  await expectMarked(page, 'parallel-canvas', '0')
  await show(page, 'corner')
  await expectMarked(page, 'corner-canvas', '0')
})

test('selects rows in a cell of the corner, and by one column on its diagonal', async ({ page, app }) => {
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await openDocument(page, 'Wine', readFileSync('resources/examples/wine.flow.json'))
  await show(page, 'corner')
  const client = await app.connect()
  const { opened } = await client.call('engine', 'attach', {})
  client.close()
  const { preview, columns } = opened!.data
  const [dims, rows] = [columns.length, preview.length / columns.length]
  /** How many rows lie in this part of the ranges that the cells show, which reach 5 % beyond the columns'. */
  const inside = (part: readonly { readonly column: number; readonly from: number; readonly to: number }[]): string =>
    String(
      Array.from({ length: rows }, (_, row) => row).filter((row) =>
        part.every(({ column, from, to }) => {
          const { min, max } = columns[column]!
          const [low, length] = [min - 0.05 * (max - min), 1.1 * (max - min)]
          const along = (preview[row * dims + column]! - low) / length
          return along > from && along < to
        }),
      ).length,
    )

  await drawAround(page, 'corner-0-1', [0.2, 0.3], [0.7, 0.95])
  const pair = inside([
    { column: 0, from: 0.2, to: 0.7 },
    { column: 1, from: 0.05, to: 0.7 },
  ])
  expect(Number(pair)).toBeGreaterThan(10)
  await expect(page.getByTestId('selection-chip')).toHaveAttribute('data-count', pair)
  await expectMarked(page, 'corner-canvas', pair)

  await drawAround(page, 'corner-2-2', [0.4, 0.5], [0.6, 0.55])
  const own = inside([{ column: 2, from: 0.4, to: 0.6 }])
  expect(own).not.toBe(pair)
  await expect(page.getByTestId('selection-chip')).toHaveAttribute('data-count', own)
  await show(page, 'pairs')
  await expectMarked(page, 'density-canvas', own)
  await show(page, 'corner')
  await page.getByTestId('corner-0-1').focus()
  await page.keyboard.press('s')
  await expect(page.getByTestId('selection-chip')).toHaveText('1 data row')
})

test('carries the rows inside of a rectangle through the layers, and ends where they are', async ({ page }) => {
  await pictureDrawn(page)
  await drawAround(page, 'density-canvas', [0.3, 0.2], [0.45, 0.4])
  const count = await selected(page)
  expect(Number(count)).toBeGreaterThan(5)
  await expectMarked(page, 'density-canvas', count)
  const rows = await markedMean(page, 'density-canvas')

  await show(page, 'layers')
  await expectMarked(page, 'layers-canvas', count)
  const slider = page.getByTestId('layer-slider')
  await slider.press('End')
  await expect
    .poll(async () => {
      const mean = await markedMean(page, 'layers-canvas')
      return Math.max(...mean.map((value, d) => Math.abs(value - rows[d]!)))
    })
    .toBeLessThan(1e-4)
  await expect(page.getByTestId('picked-path')).toHaveCount(0)
  await slider.press('Home')
  await expect(page.getByTestId('layers-canvas')).toHaveAttribute('data-layer', '0')
  await expectMarked(page, 'layers-canvas', count)
  const latent = await markedMean(page, 'layers-canvas')

  await show(page, 'field')
  await expectMarked(page, 'field-canvas', count)
  expect(await markedMean(page, 'field-canvas')).toEqual(rows)
  await page.getByRole('radio', { name: 'z → x' }).click()
  await expect
    .poll(async () => {
      const mean = await markedMean(page, 'field-canvas')
      return Math.max(...mean.map((value, d) => Math.abs(value - latent[d]!)))
    })
    .toBeLessThan(1e-4)
  await show(page, 'layers')
  await page.getByTestId('selection-chip').getByRole('button').click()
  await expectMarked(page, 'layers-canvas', '0')
})

test('marks draws from the base that were selected in the layers, in every view', async ({ page, app }) => {
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 60 }) // until then z and x are the same
  client.close()
  await expect(page.getByTestId('density-canvas')).toHaveAttribute('data-step', '60', { timeout: 30_000 })
  await show(page, 'layers')
  await expectMarked(page, 'layers-canvas', '0')
  await page.getByTestId('layer-slider').press('Home')
  await expect(page.getByTestId('layers-canvas')).toHaveAttribute('data-layer', '0')
  await drawAround(page, 'layers-canvas', [0.5, 0.5], [0.62, 0.62])
  await expect(page.getByTestId('selection-chip')).toContainText('particles')
  const count = await selected(page)
  expect(Number(count)).toBeGreaterThan(5)
  await expectMarked(page, 'layers-canvas', count)
  const latent = await markedMean(page, 'layers-canvas')
  await page.getByTestId('layer-slider').press('End')
  await expect.poll(() => markedMean(page, 'layers-canvas')).not.toEqual(latent)
  const ends = await markedMean(page, 'layers-canvas')

  const expectMean = async (canvas: string, wanted: readonly number[]): Promise<void> => {
    await expectMarked(page, canvas, count)
    const found = await markedMean(page, canvas)
    for (const [d, value] of wanted.entries()) expect(Math.abs(found[d]! - value), canvas).toBeLessThan(1e-4)
  }
  await show(page, 'density')
  await expectMean('density-canvas', ends)
  await show(page, 'field')
  await expectMean('field-canvas', ends)
  await page.getByRole('radio', { name: 'z → x' }).click()
  await expect.poll(() => markedMean(page, 'field-canvas')).not.toEqual(ends)
  await expectMean('field-canvas', latent)
  await show(page, 'latent')
  await expectMarked(page, 'latent-canvas', count)
})

test('marks them in the views of three columns too', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Trefoil knot', readFileSync('resources/examples/trefoil.flow.json'))
  await show(page, 'layers')
  await expect(page.getByTestId('layers-canvas')).toHaveAttribute('data-count', '2000')
  await drawAround(page, 'layers-canvas', [0.42, 0.42], [0.55, 0.55])
  await expect(page.getByTestId('selection-chip')).toContainText('particles')
  const count = await selected(page)
  for (const view of ['corner', 'parallel', 'space', 'latent', 'slice']) {
    await show(page, view)
    await expectMarked(page, `${view}-canvas`, count)
  }
  await page.keyboard.press('Escape')
  await expectMarked(page, 'slice-canvas', '0')
})

test('follows a data row that was selected by a key along its path', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('density-canvas').focus()
  await page.keyboard.press('s')
  await expect(page.getByTestId('selection-chip')).toHaveText('1 data row')
  const row = await markedMean(page, 'density-canvas')
  await show(page, 'layers')
  const path = page.getByTestId('picked-path')
  await expect(path).toHaveCount(1)
  const stops = Number(await page.getByTestId('layer-slider').getAttribute('aria-valuemax'))
  await expect(path.locator('circle')).toHaveCount(stops + 1)
  await page.getByTestId('layer-slider').press('End')
  const title = (await page.getByTestId('picked-point').getAttribute('title'))!.replaceAll('−', '-')
  const [, x, y] = /^Data row \d+ at (\S+), ([^;]+);/.exec(title)!
  expect(Math.abs(Number(x) - row[0]!)).toBeLessThan(1e-4)
  expect(Math.abs(Number(y) - row[1]!)).toBeLessThan(1e-4)
  await page.getByTestId('picked-point').click()
  await expect(path).toHaveCount(0)
})
