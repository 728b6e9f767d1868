import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { greyDifference, pictureDrawn } from './screen'

/** The same plane by either painter: WebGL, and the processor on a canvas. */

async function drawnWith(page: Page, painter: 'webgl' | 'canvas' | 'auto'): Promise<Buffer> {
  await page.evaluate((value) => {
    localStorage.setItem('diffeo.view.painter', JSON.stringify(value))
    localStorage.setItem('diffeo.view.showMarginals', 'false') // nothing but the plane, as large as it can be
  }, painter)
  await page.reload()
  await pictureDrawn(page)
  const canvas = page.getByTestId('density-canvas')
  // The picture in full follows the coarse one.
  await expect.poll(async () => Number(await canvas.getAttribute('data-frame'))).toBeGreaterThan(1)
  return canvas.screenshot()
}

/** Whether the page's WebGL is the processor's. */
const emulated = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2')!
    const info = gl.getExtension('WEBGL_debug_renderer_info')!
    return /swiftshader|llvmpipe/i.test(String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)))
  })

test('draws planes alike with WebGL and on a canvas, and takes the canvas where WebGL is emulated', async ({
  page,
}) => {
  const canvas = page.getByTestId('density-canvas')
  const byProcessor = await drawnWith(page, 'canvas')
  await expect(canvas).toHaveAttribute('data-drawn-by', 'canvas-apart')
  const byWebGl = await drawnWith(page, 'webgl')
  await expect(canvas).toHaveAttribute('data-drawn-by', 'webgl')
  expect(await greyDifference(page, byProcessor, byWebGl)).toBeLessThan(4)
  await drawnWith(page, 'auto')
  await expect(canvas).toHaveAttribute('data-drawn-by', (await emulated(page)) ? 'canvas-apart' : 'webgl')
})
