import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'
import { densityRests, listen, look, REPEATS, toPixels, type Note } from './measure'

/** A slider of the block in the middle, by the mouse and by keys. */
export async function measureParameters(page: Page, note: Note): Promise<void> {
  const blocks = page.getByTestId('canvas').locator('[data-block]')
  const block = blocks.nth(Math.floor((await blocks.count()) / 2))
  const choose = (): Promise<void> =>
    block.evaluate((element) => (element as HTMLElement).focus({ preventScroll: true }))
  await choose()
  const slider = page.getByTestId('setting-width').getByRole('slider')
  const groove = async (): Promise<{ x: number; y: number; width: number }> => {
    await slider.scrollIntoViewIfNeeded()
    const box = (await slider.boundingBox())!
    return { x: box.x, y: box.y + box.height / 2, width: box.width }
  }
  /** Forty steps of one drag. */
  const drag = async (): Promise<void> => {
    const at = await groove()
    await page.mouse.move(at.x + at.width * 0.2, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + at.width * 0.8, at.y, { steps: 40 })
    await page.mouse.up()
  }
  const words = await block.textContent()
  const dragUndone: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    await drag()
    await choose() // a field keeps its own undo
    await expect.poll(() => block.textContent()).not.toBe(words)
    dragUndone.push(await toPixels(page, 'keydown', look.block, () => page.keyboard.press('Control+z')))
    await expect.poll(() => block.textContent()).toBe(words)
  }
  note('4 undo a slider drag of 40 steps', 50, dragUndone)

  const preview: number[] = []
  const whole: number[] = []
  await densityRests(page)
  for (let i = 0; i < REPEATS; i++) {
    await slider.focus()
    await listen(page, 'keydown', look.frame, 'density')
    preview.push(
      await toPixels(page, 'keydown', look.block, () => page.keyboard.press(i % 2 === 0 ? 'ArrowRight' : 'ArrowLeft')),
    )
    whole.push(await page.evaluate<number>('window.density'))
    await densityRests(page)
  }
  note('9 a parameter: the block itself', 100, preview)
  note('9 a parameter: the whole density', 300, whole)
}
