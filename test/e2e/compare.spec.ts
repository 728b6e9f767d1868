import { writeFile } from 'node:fs/promises'
import { setSetting, setTraining } from '@shared/document/edits'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn } from './screen'

const changes = (page: Page) => page.getByTestId('version-changes')

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

const one = smallDocument('One')
const [first] = one.graph.nodes.filter(({ kind }) => kind === 'bijector')
const two = { ...setTraining(setSetting(one, first!.id, 'width', 32), { batchSize: 128 }), name: 'Two' }

test('tells by block how a document differs from another tab and from a file, as text too', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await pictureDrawn(page)
  await openDocument(page, 'One', written(one))
  await openDocument(page, 'Two', written(two))
  await command(page, 'Compare with One')
  await expect(changes(page)).toContainText('1 Affine couplingwidth 16 → 32')
  await expect(changes(page)).toContainText('Trainingbatch size 64 → 128')
  await page.getByTestId('compare-copy').click()
  await expect(page.getByTestId('announcement')).toHaveText('The differences were copied.')
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text).toBe(
    [
      '“Two” compared with “One”',
      'Document',
      '  name “One” → “Two”',
      '1 Affine coupling',
      '  width 16 → 32',
      'Training',
      '  batch size 64 → 128',
      '',
    ].join('\n'),
  )
  await page.keyboard.press('Escape')

  const path = test.info().outputPath('same.flow.json')
  await writeFile(path, written(two))
  await page.getByTestId('tab-menu').click()
  await page.getByTestId('tab-compare').click()
  await expect(changes(page)).toContainText('Trainingbatch size 64 → 128') // with the tab beside it
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('compare-file').click()])
  await chooser.setFiles(path)
  await expect(page.getByTestId('versions')).toContainText('The two say the same.')
  await expect(page.getByTestId('document-name')).toHaveValue('Two')
  await expect(page.getByTestId('tab')).toHaveCount(2)
})

test('goes back to a version, as a step of undo', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'One', written(one))
  await page.waitForTimeout(1500) // kept as it was opened, which is the first version
  await page.getByTestId('palette-item-actnorm').click()
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
  await command(page, 'Versions')
  await expect(changes(page)).toHaveText('Stackadded ActNorm')
  await page.getByTestId('version-restore').click()
  await expect(page.getByTestId('block-actnorm-1')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
})
