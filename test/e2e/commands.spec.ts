import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn, stackShown } from './screen'

/** Everything by its name: the command palette, and keys that a person chooses. */

async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByTestId('command-search')).toBeFocused()
  await page.keyboard.type(query)
}

test('finds and does commands, blocks and documents by typing, and tells why it cannot', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'By name', written(smallDocument('By name')))

  await search(page, 'planar')
  await page.getByTestId('found-block/planar').click()
  await expect.poll(() => stackShown(page)).toContain('Planar')
  await expect(page.getByTestId('command-palette')).toBeHidden()

  await search(page, 'undo')
  const first = page.getByRole('option').first()
  await expect(first).toHaveAttribute('aria-selected', 'true')
  await expect(first).toContainText('Undo: Insert Planar')
  await page.keyboard.press('Enter')
  await expect.poll(() => stackShown(page)).not.toContain('Planar')

  await search(page, 'ungroup')
  await expect(page.getByTestId('found-command/stack.ungroup')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByTestId('found-command/stack.ungroup')).toContainText('select a group')
  await page.keyboard.press('Escape')

  await search(page, '')
  await expect(page.getByRole('option').first()).toContainText('Nothing to undo.')
  await page.keyboard.press('Escape')

  await search(page, 'search blocks')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('palette-search')).toBeFocused()
})

test('lists the steps of undo by name, and goes to the one that is chosen', async ({ page }) => {
  await pictureDrawn(page)
  await expect(page.getByTestId('history')).toBeDisabled()
  await openDocument(page, 'Steps', written(smallDocument('Steps')))
  await page.getByTestId('block-affine-coupling-1').click()
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+d')
  await expect.poll(() => stackShown(page)).toHaveLength(5)
  await page.keyboard.press('Control+Alt+z')
  const list = page.getByTestId('history-list')
  await expect(list.getByRole('menuitem')).toHaveText([
    /^Duplicate.*now$/,
    /^Duplicate/,
    /^Duplicate/,
    'As it was opened',
  ])
  await page.getByTestId('history--2').click()
  await expect.poll(() => stackShown(page)).toHaveLength(3)
  await page.getByTestId('history').click()
  await expect(page.getByTestId('history-0')).toHaveAttribute('aria-current', 'step')
  await page.getByTestId('history-2').click()
  await expect.poll(() => stackShown(page)).toHaveLength(5)
})

test('gives a command other keys, names who has them, and keeps them', async ({ page }) => {
  await pictureDrawn(page)
  const line = page.getByTestId('keys-view.stack-mode')
  await page.locator('body').press('?')
  await line.getByTestId('keys-add').click()
  await page.keyboard.press('Control+d')
  await expect(line).toContainText('Ctrl D is “Duplicate” now.')
  await line.getByRole('button', { name: 'Other keys' }).click()
  await page.keyboard.press('Alt+y')
  await expect(line).toContainText('Alt Y')
  await page.keyboard.press('Escape')
  await page.locator('body').press('Alt+y')
  await expect(page.getByTestId('stack-list')).toBeVisible()

  await page.reload()
  await pictureDrawn(page)
  await page.locator('body').press('Alt+y')
  await expect(page.getByTestId('canvas')).toBeVisible()
  await page.locator('body').press('?')
  await page.getByTestId('keys-reset-all').click()
  await expect(line).not.toContainText('Alt Y')
})
