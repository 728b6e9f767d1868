import type { Page } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import type { Frame, View } from '@shared/rpc/protocol'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { expect, test } from './app'
import { written } from './documents'
import { centreOf, openDocument, pictureDrawn } from './screen'

/** The view of the layers, by hand and by numbers: what it draws is what the engine computes. */

const STEPS = 200

const canvas = (page: Page) => page.getByTestId('layers-canvas')
const slider = (page: Page) => page.getByTestId('layer-slider')

/** What the picture says of itself. */
async function shown(page: Page) {
  const data = await canvas(page).evaluate((element) => ({ ...(element as HTMLElement).dataset }))
  return {
    layer: Number(data.layer),
    count: Number(data.count),
    step: Number(data.step),
    mean: (data.mean ?? '').split(' ').map(Number),
  }
}

/** The first frame of a view, asked for by another window. */
async function frameOf(client: Client, view: View): Promise<Frame> {
  const frame = new Promise<Frame>((done) => {
    const stop = client.onEvent((event) => {
      if (event.event !== 'frame' || event.frame.view !== view.id) return
      stop()
      done(event.frame)
    })
  })
  await client.call('engine', 'watch', { views: [view] })
  return frame
}

const meanOf = (points: Float32Array, d: number): number => {
  let sum = 0
  for (let i = d; i < points.length; i += 2) sum += points[i]
  return (2 * sum) / points.length
}

test('carries the samples of the engine from z to x, plays the way, and follows a point that is picked', async ({
  page,
  app,
}) => {
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: STEPS })
  await page.getByTestId('view-tab-layers').click()
  await expect.poll(async () => (await shown(page)).step, { timeout: 30_000 }).toBe(STEPS)

  const stops = Number(await slider(page).getAttribute('aria-valuemax'))
  await test.step('ends at the model’s samples', async () => {
    await slider(page).press('Home')
    await slider(page).press('End')
    await expect.poll(async () => (await shown(page)).layer).toBe(stops)
    await expect(page.getByTestId('between-layers')).toBeHidden()
    const { count, mean } = await shown(page)
    const samples = await frameOf(client, { kind: 'samples', id: 'reference', count, seed: 1 })
    if (samples.kind !== 'samples') throw new Error(`The engine answered with a frame of kind ${samples.kind}.`)
    expect(samples.step).toBe(STEPS)
    for (const d of [0, 1]) expect(Math.abs(mean[d] - meanOf(samples.points, d))).toBeLessThan(1e-4)
  })

  await test.step('begins at draws from the base, around the data’s mean', async () => {
    await slider(page).press('Home')
    await expect.poll(async () => (await shown(page)).layer).toBe(0)
    await expect(page.getByTestId('layer-name')).toHaveText('z')
    await expect(page.getByTestId('mean-log-det')).toHaveText('0.000')
    const { mean, count } = await shown(page)
    const { opened } = await client.call('engine', 'attach', {})
    const units = opened!.data.units
    // Four standard errors of the mean of so many standard normals.
    for (const d of [0, 1]) {
      expect(Math.abs(mean[d] - units.mean[d]) / units.scale[d]).toBeLessThan(4 / Math.sqrt(count))
    }
  })

  await test.step('says between layers that it interpolates', async () => {
    for (let i = 0; i < 3; i++) await slider(page).press('Shift+ArrowRight')
    await expect.poll(async () => (await shown(page)).layer).toBeCloseTo(0.3, 6)
    await expect(page.getByTestId('between-layers')).toBeVisible()
    await slider(page).press('ArrowRight')
    await expect.poll(async () => (await shown(page)).layer).toBe(1)
    await expect(page.getByTestId('between-layers')).toBeHidden()
  })

  await test.step('plays to x and halts there', async () => {
    await page.getByTestId('layers-play').click()
    await expect.poll(async () => Number.isInteger((await shown(page)).layer)).toBe(false)
    await expect.poll(async () => (await shown(page)).layer, { timeout: 20_000 }).toBe(stops)
    await expect(page.getByTestId('layers-play')).toHaveAccessibleName('Play z → x (sampling)')
  })

  await test.step('snaps to a stop where the handle is let go near one', async () => {
    const box = (await slider(page).boundingBox())!
    const [left, width] = [box.x + 12, box.width - 24]
    await page.mouse.move(left + width, box.y + 14)
    await page.mouse.down()
    await page.mouse.move(left + (width * 2.1) / stops, box.y + 14, { steps: 5 })
    await page.mouse.up()
    await expect.poll(async () => (await shown(page)).layer).toBe(2)
  })

  await test.step('follows what Enter picks through every layer, lets go on Escape, and picks by click', async () => {
    await canvas(page).press('Enter')
    const path = page.getByTestId('picked-path')
    await expect(path).toHaveCount(1)
    await expect(path.locator('circle')).toHaveCount(stops + 1)
    await expect(page.getByTestId('picked-point')).toHaveCount(1)
    const ring = await centreOf(page.getByTestId('picked-paths').locator('.now circle'))
    await canvas(page).press('Escape')
    await expect(path).toHaveCount(0)
    await page.mouse.click(ring.x, ring.y)
    await expect(path).toHaveCount(1)
  })
  client.close()
})

test('shows in each block the lattice that the flow has made of the plane so far', async ({ page, app }) => {
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 20 })
  const thumbnails = page.getByTestId('block-thumbnail')
  const blocks = await page
    .getByTestId('canvas')
    .getByRole('group', { name: /^Block \d+ of/ })
    .count()
  await expect(thumbnails).toHaveCount(blocks)
  await expect
    .poll(() => thumbnails.evaluateAll((all) => all.map((one) => one.dataset.step)), { timeout: 30_000 })
    .toEqual(Array.from({ length: blocks }, () => '20'))
  // The last one is the lattice in x, which has shrunk from z by the whole stack.
  await expect(page.locator(`[data-testid=block-thumbnail][data-layer="${String(blocks)}"]`)).toHaveAttribute(
    'title',
    /lattice over z after this block: .* across, .* up; mean log\|det\| from z/,
  )
  await page.getByTestId('thumbnails').click()
  await expect(thumbnails).toHaveCount(0)
  client.close()
})

test('follows the path of a continuous block between its ends', async ({ page, app }) => {
  await pictureDrawn(page)
  let document = newDocument('Drift')
  for (const [type, settings] of [
    ['continuous', { width: 16, depth: 1 }],
    ['affine', {}],
  ] as const) {
    const block = newBlockAt(document, type, 0)
    document = insertBlock(document, { ...block, settings: { ...block.settings, ...settings } }, 0)
  }
  await openDocument(page, 'Drift', written(document))
  const client = await app.connect()
  await client.call('engine', 'step', { count: 30 })
  await page.getByTestId('view-tab-layers').click()
  await expect.poll(async () => (await shown(page)).step, { timeout: 30_000 }).toBe(30)

  const { count } = await shown(page)
  const points = { from: 'base', count, seed: 1 } as const
  const frame = await frameOf(client, { kind: 'layers', id: 'reference', points, between: true })
  if (frame.kind !== 'layers') throw new Error(`The engine answered with a frame of kind ${frame.kind}.`)
  const { t, positions } = frame
  const meanAt = (place: number, d: number) => {
    const at = t.indexOf(place) * 2 * count
    return meanOf(positions.subarray(at, at + 2 * count), d)
  }
  await slider(page).press('Home')
  for (let i = 0; i < 5; i++) await slider(page).press('Shift+ArrowRight')
  await expect.poll(async () => (await shown(page)).layer).toBeCloseTo(0.5, 6)
  await expect(page.getByTestId('between-layers')).toHaveText(/straight-line/)

  await slider(page).press('ArrowRight')
  for (let i = 0; i < 5; i++) await slider(page).press('Shift+ArrowRight')
  await expect.poll(async () => (await shown(page)).layer).toBeCloseTo(1.5, 6)
  await expect(page.getByTestId('between-layers')).toHaveText('on the path of the ODE')
  const { mean } = await shown(page)
  for (const d of [0, 1]) expect(mean[d]).toBeCloseTo(meanAt(1.5, d), 4)

  await canvas(page).press('Enter')
  const path = page.getByTestId('picked-path')
  await expect(path.locator('circle')).toHaveCount(3)
  const line = (await path.locator('path').first().getAttribute('d'))!
  expect(line.split('L')).toHaveLength(t.length)
  client.close()
})
