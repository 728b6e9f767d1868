import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { centreOf, openDocument, pictureDrawn, stackShown } from './screen'

test('adds blocks where they are wanted: by key, by double click and at a wire', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Adding', written(smallDocument('Adding')))
  const list = page.getByTestId('quick-add')

  await page.getByTestId('block-affine-coupling-1').click()
  await page.keyboard.press('a')
  await expect(page.getByTestId('quick-add-search')).toBeFocused()
  await page.keyboard.type('actn')
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'ActNorm', 'Affine coupling'])
  await expect(page.getByTestId('block-actnorm-1')).toBeFocused()

  const canvas = (await page.getByTestId('canvas').boundingBox())!
  await page.mouse.dblclick(canvas.x + 12, canvas.y + canvas.height - 8)
  await page.getByTestId('quick-add-search').fill('planar')
  await page.keyboard.press('Enter')
  await expect.poll(() => stackShown(page)).toEqual(['Planar', 'Affine coupling', 'ActNorm', 'Affine coupling'])

  const wire = await centreOf(page.getByTestId('add-affine-coupling-2-data'))
  await page.mouse.move(wire.x, wire.y)
  await page.mouse.down()
  await page.mouse.move(canvas.x + 30, wire.y + 40, { steps: 4 })
  await page.mouse.up()
  await expect(list).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.getByTestId('add-affine-coupling-2-data').click()
  await page.keyboard.type('radial')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => stackShown(page))
    .toEqual(['Planar', 'Affine coupling', 'ActNorm', 'Affine coupling', 'Radial'])
  await page.keyboard.press('Control+z')
  await expect.poll(() => stackShown(page)).toHaveLength(4)
})

test('a drag with Alt moves no neighbour and inserts all the same', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Still', written(smallDocument('Still')))
  const neighbour = page.getByTestId('block-affine-coupling-1')
  const rest = await neighbour.boundingBox()
  const wire = await centreOf(page.getByTestId('edge-affine-coupling-1-affine-coupling-2'))
  const from = await centreOf(page.getByTestId('palette-item-actnorm'))
  await page.keyboard.down('Alt')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(wire.x, wire.y, { steps: 6 })
  await expect(page.getByTestId('edge-affine-coupling-1-affine-coupling-2')).toHaveClass(/glowing/)
  expect(await neighbour.boundingBox()).toEqual(rest)
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'ActNorm', 'Affine coupling'])
})
