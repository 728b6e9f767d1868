import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { centreOf, openDocument, pictureDrawn, stackShown } from './screen'

const size = (page: Page) => page.getByText(/^\d+ blocks? · /)

/** Selects both blocks of the small document by mouse and groups them by keys. */
async function groupBoth(page: Page): Promise<void> {
  await page.getByTestId('block-affine-coupling-1').click()
  await page.getByTestId('block-affine-coupling-2').click({ modifiers: ['Shift'] })
  await expect(page.getByTestId('inspector')).toContainText('2 blocks')
  await page.keyboard.press('Control+g')
  await expect(page.getByTestId('block-group-1')).toBeVisible()
}

test('groups blocks, repeats and trains them, moves one out and in, and ungroups', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Groups', written(smallDocument('Groups')))
  await groupBoth(page)
  await expect(page.getByTestId('group-repeats')).toBeVisible()
  await page.getByTestId('more-group-1').click()
  await page.getByTestId('more-group-1').click()
  await expect(page.getByTestId('repeats-group-1')).toHaveText('× 3')
  await expect(size(page)).toHaveText(/^6 blocks · /)
  const shown = page.getByTestId('group-shown').getByRole('spinbutton')
  await shown.fill('3')
  await shown.press('Enter')
  await expect(page.getByTestId('block-affine-coupling-2')).toHaveAttribute('aria-label', /^Block 5 of 6, /)

  await page.getByTestId('train').click()
  await expect(page.getByTestId('run-state')).toContainText(/training|finished/)
  await page.getByTestId('view-tab-layers').click()
  await expect(page.getByText('x, after block 6 Affine coupling · 3 of 3')).toBeVisible({ timeout: 30_000 })

  const data = await centreOf(page.getByTestId('block-data'))
  const block = await centreOf(page.getByTestId('block-affine-coupling-2'))
  await page.mouse.move(block.x, block.y)
  await page.mouse.down()
  await page.mouse.move(data.x, data.y, { steps: 6 })
  await page.mouse.up()
  await expect(size(page)).toHaveText(/^4 blocks · /)
  await page.keyboard.press('Alt+ArrowDown')
  await expect(size(page)).toHaveText(/^6 blocks · /)

  await page.getByTestId('block-group-1').click({ position: { x: 90, y: 16 } })
  await page.keyboard.press('Control+Shift+G')
  await expect(page.getByTestId('block-group-1')).toBeHidden()
  await expect.poll(() => stackShown(page)).toHaveLength(6)
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('repeats-group-1')).toHaveText('× 3')
})

test('keeps a block of one’s own from document to document, and past a damaged one', async ({ page, app }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Groups', written(smallDocument('Groups')))
  const above = (await page.getByTestId('block-affine-coupling-2').boundingBox())!
  await page.keyboard.down('Shift')
  await page.mouse.move(above.x - 20, above.y + 10)
  await page.mouse.down()
  const below = await centreOf(page.getByTestId('block-affine-coupling-1'))
  await page.mouse.move(below.x, below.y, { steps: 4 })
  await expect(page.getByTestId('marquee')).toBeVisible()
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(page.getByTestId('inspector')).toContainText('2 blocks')
  await page.getByTestId('save-block').click()
  await page.getByTestId('block-name').fill('Two steps')
  await page.getByTestId('block-name').press('Enter')
  const row = page.getByTestId('palette-own-Two steps')
  await expect(row).toBeVisible()

  const folder = join(app.home, 'blocks')
  expect(await readdir(folder)).toHaveLength(1)
  await writeFile(join(folder, '00000000-0000-4000-8000-000000000000.block.json'), '{"format": "diffeo/bl')
  await app.restart()
  await page.goto(app.url)
  await pictureDrawn(page)
  await row.click()
  await expect(page.getByTestId('announcement')).toHaveText('Two steps inserted.')
  await expect(size(page)).toHaveText(/^4 blocks · /)

  const data = await centreOf(page.getByTestId('block-data'))
  const from = await centreOf(row)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(data.x, data.y, { steps: 6 })
  await expect(page.getByText('Drop to insert here')).toBeVisible()
  await page.mouse.up()
  await expect(size(page)).toHaveText(/^6 blocks · /)

  await page.getByRole('button', { name: 'Rename or delete Two steps' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await page.getByTestId('block-name').fill('A pair')
  await page.getByTestId('block-name-commit').click()
  await expect(page.getByTestId('palette-own-A pair')).toBeVisible()
  await page.getByRole('button', { name: 'Rename or delete A pair' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByTestId('palette-own-A pair')).toBeHidden()
  expect(await readdir(folder)).toHaveLength(1)
})
