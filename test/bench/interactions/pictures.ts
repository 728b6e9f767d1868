import type { Page } from '@playwright/test'
import { showView } from '../../e2e/screen'
import { densityRests, frames, look, repeated, REPEATS, toPixels, type Note } from './measure'

/** What is read under the pointer, and the way through the layers. */
export async function measurePictures(page: Page, note: Note): Promise<void> {
  await densityRests(page)
  const picture = (await page.getByTestId('density-canvas').boundingBox())!
  note(
    '8 what is read under the pointer',
    16.7,
    await repeated((i) =>
      toPixels(page, 'pointermove', look.readOut, () =>
        page.mouse.move(picture.x + picture.width * (0.3 + 0.02 * i), picture.y + picture.height / 2),
      ),
    ),
  )

  await showView(page, 'layers')
  await page.getByTestId('layer-slider').focus()
  note(
    '6 scrub through the layers: a frame',
    16.7,
    await frames(page, async () => {
      for (let i = 0; i < 2 * REPEATS; i++) await page.keyboard.press(i < REPEATS ? 'ArrowLeft' : 'ArrowRight')
    }),
  )
}
