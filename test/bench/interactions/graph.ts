import type { Page } from '@playwright/test'
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
