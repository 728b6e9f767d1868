import { readFile } from 'node:fs/promises'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn, stackShown } from './screen'

test('blocks, wires and the empty canvas have menus of commands', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Menus', written(smallDocument('Menus')))
  const menu = page.getByTestId('context-menu')
  const block = page.getByTestId('block-affine-coupling-1')
  await block.click({ button: 'right' })
  await expect(menu).toBeVisible()
  await expect(block).toHaveAttribute('aria-label', /; selected/)
  await expect(page.getByTestId('menu-stack.duplicate')).toContainText('Ctrl D')
  await page.getByTestId('menu-stack.duplicate').click()
  await expect(menu).toBeHidden()
  await expect.poll(() => stackShown(page)).toHaveLength(3)
  await expect(page.getByTestId('block-affine-coupling-3')).toBeFocused()

  await page.getByTestId('add-base-affine-coupling-2').click({ button: 'right' })
  await page.getByTestId('menu-stack.add-at-wire').click()
  await expect(page.getByTestId('quick-add-search')).toBeFocused()
  await page.keyboard.type('planar')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stackShown(page))[0]).toBe('Planar')

  await block.click({ button: 'right' })
  await page.getByTestId('menu-stack.note').click()
  await expect(page.getByTestId('note-field').first()).toBeFocused()
  await page.keyboard.type('By menu')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('note-note-1')).toHaveText('By menu')

  const canvas = (await page.getByTestId('canvas').boundingBox())!
  await page.mouse.click(canvas.x + 8, canvas.y + 8, { button: 'right' })
  await expect(page.getByTestId('menu-view.zoom-fit')).toBeVisible()
  await page.getByTestId('menu-stack.select-all').click()
  await expect(page.getByTestId('announcement')).toHaveText('4 selected.')
})

test('menus open by key where the focus is, in the graph and in the list', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Keys', written(smallDocument('Keys')))
  const menu = page.getByTestId('context-menu')
  const block = page.getByTestId('block-affine-coupling-2')
  await block.focus()
  await page.keyboard.press('Shift+F10')
  await expect(menu).toBeVisible()
  await expect(menu.getByRole('menuitem').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(block).toBeFocused()
  await page.keyboard.press('ContextMenu')
  await expect(menu).toBeVisible()
  await page.keyboard.type('Bypass')
  await page.keyboard.press('Enter')
  await expect(block).toHaveAccessibleName(/bypassed/)
  await expect(block).toBeFocused()

  await page.getByTestId('stack-mode').click()
  await page.getByTestId('row-affine-coupling-2').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByTestId('menu-stack.bypass').click()
  await expect(page.getByTestId('announcement')).toContainText('is in the flow again')
  await expect(page.getByTestId('row-affine-coupling-2')).toBeFocused()
})

test('a tab has a menu, and a name that is typed keeps that of text fields', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'One', written(smallDocument('One')))
  const menu = page.getByTestId('context-menu')
  const name = page.getByTestId('document-name')
  await name.click({ button: 'right' })
  await expect(menu).toBeVisible()
  await page.getByTestId('menu-file.duplicate').click()
  await expect(page.getByTestId('tab')).toHaveCount(2)
  await name.click()
  await name.click({ button: 'right' })
  await expect(menu).toBeHidden()
  await page.keyboard.press('Escape')
  await page.getByTestId('tab').first().locator('button').first().click({ button: 'right' })
  await page.getByTestId('menu-file.close').click()
  await expect(page.getByTestId('tab')).toHaveCount(1)
})

test('the stack leaves as a picture of itself, whole wherever the view is', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Taken away', written(smallDocument('Taken away')))
  await page.getByTestId('block-affine-coupling-1').click()
  await page.keyboard.press('n')
  await page.keyboard.type('Said here')
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('f')
  const taken = async (kind: 'png' | 'svg') => {
    const canvas = (await page.getByTestId('canvas').boundingBox())!
    await page.mouse.click(canvas.x + 4, canvas.y + 4, { button: 'right' })
    const download = page.waitForEvent('download')
    await page.getByTestId(`menu-stack.export-${kind}`).click()
    const file = await download
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  const transform = () => page.locator('.vue-flow__transformationpane').getAttribute('style')
  const before = await transform()
  const svg = await taken('svg')
  expect(await transform()).toBe(before)
  expect(svg.name).toBe('taken-away-stack.svg')
  const text = svg.bytes.toString('utf8')
  for (const words of ['Two moons', 'Affine coupling', 'Normal', 'Said here', '@font-face'])
    expect(text).toContain(words)
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(text)!.map(Number)
  const png = await taken('png')
  expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2 * width, 2 * height])
})
