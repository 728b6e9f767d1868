import type { Page } from '@playwright/test'
import { expect } from '../../e2e/app'
import { smallDocument, written } from '../../e2e/documents'
import { openDocument } from '../../e2e/screen'
import { look, repeated, toPixels, type Note } from './measure'

/** Documents opened beside the one at hand. */
export async function measureOpenings(page: Page, note: Note): Promise<void> {
  const shown = (await page.getByTestId('document-name').inputValue()).trim()
  const back = async (): Promise<void> => {
    await page.locator('body').press('Alt+w')
    await expect(page.getByTestId('document-name')).toHaveValue(shown)
    await expect(page.getByTestId('view-stage')).toHaveAttribute('data-document', shown, { timeout: 30_000 })
  }

  const openExample = async (): Promise<number> => {
    await page.getByTestId('examples').click()
    return toPixels(page, 'click', look.document, () => page.getByTestId('example').first().click())
  }
  note('10 open an example', 300, await repeated(openExample, back))

  await openDocument(page, 'Recent', written(smallDocument('Recent')))
  await back()
  const openRecent = async (): Promise<number> => {
    await page.getByTestId('file-menu').click()
    const entry = page.getByTestId('recent').filter({ hasText: 'Recent' })
    return toPixels(page, 'click', look.document, () => entry.click())
  }
  note('10 open a recent document', 300, await repeated(openRecent, back))
}
