import type { Locator, Page } from '@playwright/test'
import { expect } from '../../e2e/app'
import { centreOf } from '../../e2e/screen'
import { frames, HAND_MS, look, repeated, REPEATS, toPixels, type Note } from './measure'

/** Moving the graph, putting a block in, and taking that back. */
export async function measureGraph(page: Page, note: Note): Promise<void> {
  const { x, y, width, height } = (await page.getByTestId('canvas').boundingBox())!
  const pan = await frames(page, async () => {
    await page.mouse.move(x + 10, y + 60)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 160, { steps: 3 * REPEATS })
    await page.mouse.up()
  })
  note('1 pan the graph: a frame', 16.7, pan)
  await page.getByTestId('zoom-fit').click()
  note('1 zoom the graph: a frame', 16.7, await zoom(page))
  note('1 drag a block over the graph: a frame', 16.7, await drag(page))

  await page.getByTestId('palette-search').focus()
  note(
    '2 keystroke in the palette',
    30,
    await repeated((i) => toPixels(page, 'input', look.next, () => page.keyboard.press('spline coup'[i % 11]))),
  )
  await page.getByTestId('palette-search').fill('')
  await page.keyboard.press('Escape')

  const undo = (): Promise<void> => page.keyboard.press('Control+z')
  const redo = (): Promise<void> => page.keyboard.press('Control+Shift+z')
  const row = await centreOf(page.getByTestId('palette-item-affine-coupling'))
  const drop = (): Promise<number> =>
    toPixels(page, 'pointerup', look.blocks, async () => {
      await page.mouse.move(row.x, row.y)
      await page.mouse.down()
      await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 })
      await expect(page.getByText('Drop to insert here')).toBeVisible()
      await page.waitForTimeout(HAND_MS)
      await page.mouse.up()
    })
  note('3 drop a block on a wire', 50, await repeated(drop, undo))
  await redo()
  note('4 undo and redo', 50, await repeated((i) => toPixels(page, 'keydown', look.blocks, i % 2 === 0 ? undo : redo)))
}

/** By Ctrl and the wheel, closer and away again. */
async function zoom(page: Page): Promise<number[]> {
  const { x, y, width, height } = (await page.getByTestId('canvas').boundingBox())!
  const block = await blockInTheMiddle(page)
  const nearness = async (): Promise<number> => (await block.boundingBox())!.height
  const fitted = await nearness()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.keyboard.down('Control')
  const turn = async (by: number): Promise<void> => {
    for (let i = 0; i < 2 * REPEATS; i++) await page.mouse.wheel(0, by)
  }
  let closest = 0
  const times = await frames(page, async () => {
    await turn(-40)
    closest = await nearness()
    await turn(40)
  })
  await page.keyboard.up('Control')
  expect(closest, 'the height of a block, zoomed in on').toBeGreaterThan(1.3 * fitted) // a chain that is panned is shown at 1 already, and the most is 1.5
  await page.getByTestId('zoom-fit').click()
  return times
}

/** By its body, up to the end of the canvas, where blocks make room for it on the way, and back. */
async function drag(page: Page): Promise<number[]> {
  const canvas = (await page.getByTestId('canvas').boundingBox())!
  const from = await centreOf(await blockInTheMiddle(page))
  const carried = page.getByTestId('canvas').locator('.in-hand')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const times = await frames(page, async () => {
    await page.mouse.move(from.x + 10, canvas.y + 20, { steps: 2 * REPEATS })
    await expect(carried).toBeVisible()
    await page.mouse.move(from.x, from.y, { steps: 2 * REPEATS })
  })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(carried).toHaveCount(0)
  return times
}

/** Of those in sight: so long a stack is not seen as a whole. */
async function blockInTheMiddle(page: Page): Promise<Locator> {
  const { y, height } = (await page.getByTestId('canvas').boundingBox())!
  const blocks = page.getByTestId('canvas').locator('[data-block]')
  const tops = await blocks.evaluateAll((all) => all.map((block) => block.getBoundingClientRect().top))
  const distances = tops.map((top) => Math.abs(top - y - height / 2))
  return blocks.nth(distances.indexOf(Math.min(...distances)))
}
