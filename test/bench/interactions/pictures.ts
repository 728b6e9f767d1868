import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'
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

  const exact = (i: number): Promise<number> =>
    toPixels(page, 'pointermove', look.exact, () =>
      page.mouse.move(picture.x + picture.width * (0.3 + 0.02 * i), picture.y + picture.height / 2),
    )
  const away = async (): Promise<void> => {
    await page.mouse.move(picture.x + picture.width / 2, picture.y - 200)
    await expect.poll(() => page.evaluate<boolean>(look.exact)).toBe(false)
  }
  await away()
  note('8 the exact value under the resting pointer', 150, await repeated(exact, away))

  await showView(page, 'layers')
  await page.getByTestId('layer-slider').focus()
  note('6 scrub through the layers: a frame', 16.7, await frames(page, () => scrub(page)))
  note('6 scrub through the layers: uploads, counted', 0, [await uploadsOfScrubbing(page)])
}

/** Every call of WebGL 2 that brings texels or vertices to the graphics card. */
const UPLOADS = [
  ...['texImage2D', 'texImage3D', 'texSubImage2D', 'texSubImage3D', 'compressedTexImage2D', 'compressedTexImage3D'],
  ...['compressedTexSubImage2D', 'compressedTexSubImage3D', 'bufferData', 'bufferSubData'],
]

/** What is uploaded while the layers are scrubbed, by WebGL also where the processor would draw them otherwise. */
async function uploadsOfScrubbing(page: Page): Promise<number> {
  await page.addInitScript((names) => {
    const counted = Object.assign(window, { uploads: 0 })
    const context = WebGL2RenderingContext.prototype as unknown as Record<string, (...given: unknown[]) => unknown>
    for (const name of names) {
      const upload = context[name]!
      context[name] = function (...given) {
        counted.uploads++
        return upload.apply(this, given)
      }
    }
  }, UPLOADS)
  await page.evaluate(() => {
    localStorage.setItem('diffeo.view.painter', '"webgl"')
  })
  await page.reload()
  const canvas = page.getByTestId('layers-canvas')
  await showView(page, 'layers')
  await expect(canvas).toHaveAttribute('data-drawn-by', 'webgl')
  await expect(canvas).toHaveAttribute('data-count', '2000', { timeout: 30_000 })
  const uploads = (): Promise<number> => page.evaluate<number>('window.uploads')
  expect(await uploads(), 'what a first picture uploads').toBeGreaterThan(0)

  await page.getByTestId('layer-slider').focus()
  const before = await uploads()
  await scrub(page)
  return (await uploads()) - before
}

/** Down from x and up again, one press a frame. */
async function scrub(page: Page): Promise<void> {
  const layer = (): Promise<string | null> => page.getByTestId('layers-canvas').getAttribute('data-layer')
  const shown = await layer()
  for (let i = 0; i < 2 * REPEATS; i++) {
    await page.keyboard.press(i < REPEATS ? 'ArrowLeft' : 'ArrowRight')
    await page.evaluate(() => new Promise(requestAnimationFrame))
    if (i === REPEATS - 1) expect(await layer(), 'the layer that is drawn').not.toBe(shown)
  }
}
