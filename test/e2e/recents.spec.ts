import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn } from './screen'

const entries = (page: Page) => page.getByTestId('recents-entry')
const entryNamed = (page: Page, name: string) => entries(page).filter({ hasText: name })
const said = (page: Page) => page.getByTestId('announcement')

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

test('pins, removes and clears recent documents, in their list and by commands', async ({ page }) => {
  await pictureDrawn(page)
  for (const name of ['First', 'Second', 'Third']) await openDocument(page, name, written(smallDocument(name)))
  await command(page, 'Recent documents')
  await expect(entries(page)).toHaveCount(3)
  await entryNamed(page, 'First').getByTestId('recents-pin').click()
  await expect(said(page)).toHaveText('First is pinned.')
  await expect(entries(page).first()).toContainText('First')
  await entryNamed(page, 'Third').getByTestId('recents-remove').click()
  await expect(entries(page)).toHaveCount(2)
  await page.keyboard.press('Escape')

  await command(page, 'Unpin First')
  await expect(said(page)).toHaveText('First is no longer pinned.')
  await command(page, 'Pin Second')
  await expect(said(page)).toHaveText('Second is pinned.')
  await command(page, 'Clear recent documents')
  await page.getByTestId('file-menu').click()
  await expect(page.getByTestId('recent')).toHaveCount(1)
  await page.getByTestId('recent-all').click()
  await expect(entries(page)).toHaveCount(1)
  await expect(entries(page)).toContainText('Second')
})

test('says so where the copy of a recent document is gone, and finds its file or removes it', async ({ page, app }) => {
  await pictureDrawn(page)
  for (const name of ['Other', 'Lost']) await openDocument(page, name, written(smallDocument(name)))
  await page.keyboard.press('Alt+w')
  const folder = join(app.home, 'recents')
  for (const name of await readdir(folder)) if (name.endsWith('.txt')) await rm(join(folder, name))

  await page.getByTestId('file-menu').click()
  await page.getByTestId('recent').filter({ hasText: 'Lost' }).click()
  await expect(page.getByTestId('notice')).toContainText('The kept copy of “Lost” is gone.')
  await expect(entryNamed(page, 'Lost')).toContainText('Its kept copy is gone')
  await entryNamed(page, 'Other').getByTestId('recents-remove').click()
  await expect(entries(page)).toHaveCount(1)

  const path = test.info().outputPath('gone.flow.json')
  await writeFile(path, written({ ...smallDocument('Lost'), name: 'Found again' }))
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    entryNamed(page, 'Lost').getByTestId('recents-locate').click(),
  ])
  await chooser.setFiles(path)
  await expect(page.getByTestId('document-name')).toHaveValue('Found again')
  await command(page, 'Recent documents')
  await expect(entries(page)).toContainText(['Found again']) // alone
})
