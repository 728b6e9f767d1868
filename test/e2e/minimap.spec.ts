import { newBlockAt, newDocument } from '@shared/document/create'
import { addFrame, addNote, insertBlock } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn } from './screen'

/** So long that not all of it is seen at once. */
function longDocument(): FlowDocument {
  const { training, data } = smallDocument('Long')
  let document: FlowDocument = { ...newDocument('Long'), training, data }
  for (let i = 0; i < 24; i++) document = insertBlock(document, newBlockAt(document, 'affine', 0), 0)
  document = addNote(document, 'affine-3', 'Here')
  return addFrame(document, { title: 'Middle', colour: 'olive', from: 'affine-12', to: 'affine-8' }).document
}

test('the small map shows how it stands with each block, and moves the view', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Long', written(longDocument()))
  const map = page.getByTestId('minimap')
  const mark = (id: string) => map.locator(`[data-mark="${id}"]`)
  await expect(map).toBeVisible()
  await expect(map.locator('[data-region]')).toHaveCount(1)
  await expect(mark('affine-3')).toHaveAttribute('data-said', /note: Here/)
  await expect(mark('affine-1')).toHaveAttribute('data-state', 'untrained')

  await page.getByTestId('train').click()
  await expect(mark('affine-1')).toHaveAttribute('data-state', 'trained', { timeout: 30_000 })
  await page.getByTestId('block-affine-1').click()
  await page.keyboard.press('Control+d')
  const added = 'affine-25'
  await expect(mark(added)).toHaveAttribute('data-state', 'changed')
  await expect(mark('affine-1')).toHaveAttribute('data-state', 'trained')
  await page.keyboard.press('Control+Shift+F')
  await expect(mark(added)).toHaveAttribute('data-said', /frozen; changed since the run began/)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(mark(added)).toHaveCount(0)

  const base = page.getByTestId('block-base')
  const box = (await map.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 6, { steps: 4 })
  await page.mouse.up()
  await expect(base).toBeInViewport()
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -400)
  await expect(base).not.toBeInViewport()
})

test('the wheel moves the graph, and with Ctrl, as a pinch does, it zooms', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Long', written(longDocument()))
  const view = page.locator('.vue-flow__transformationpane')
  const transform = () => view.evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).toJSON())
  const before = await transform()
  const canvas = (await page.getByTestId('canvas').boundingBox())!
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2)
  await page.mouse.wheel(0, 120)
  await expect.poll(async () => (await transform()).f).toBeLessThan(before.f)
  const { a } = await transform()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -60)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await transform()).a).toBeGreaterThan(a)
})
