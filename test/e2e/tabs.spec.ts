import { expect, type Page } from '@playwright/test'
import { test } from './app'
import { smallDocument, written } from './documents'
import { dropFile, openDocument, pictureDrawn, stepShown } from './screen'

const tabs = (page: Page) => page.getByTestId('tab')
const tabNamed = (page: Page, name: string) => tabs(page).filter({ hasText: name }).getByRole('button').first()
const shownName = (page: Page) => page.getByTestId('document-name')

/** Two documents: "One" with an unsaved edit, then "Two" on the screen. */
async function twoDocuments(page: Page): Promise<void> {
  await pictureDrawn(page)
  await openDocument(page, 'One', written(smallDocument('One')))
  await page.getByTestId('palette-item-actnorm').click()
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
  await openDocument(page, 'Two', written(smallDocument('Two')))
  await expect(tabs(page)).toHaveCount(2)
}

test('keeps several documents open, each with its own undo, dirty dot and run', async ({ page }) => {
  test.setTimeout(120_000)
  await twoDocuments(page)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(5)
  await tabNamed(page, 'One').click()
  await expect(shownName(page)).toHaveValue('One')
  await expect(page.getByTestId('unsaved')).toBeVisible()
  await expect(page.getByTestId('undo')).toHaveAccessibleName(/Insert|Append|Add/)
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  await expect(tabNamed(page, 'Two')).toHaveAccessibleName(/(training|finished|paused) at step/)
  const there = await stepShown(page)
  expect(there).toBe(0)
  await tabNamed(page, 'Two').click()
  await expect.poll(() => stepShown(page)).toBeGreaterThan(5)
  await expect(page.getByTestId('block-actnorm-1')).toHaveCount(0)
})

test('does everything with tabs by keyboard alone', async ({ page }) => {
  await twoDocuments(page)
  await page.locator('body').press('Alt+PageUp')
  await expect(shownName(page)).toHaveValue('One')
  await page.locator('body').press('Alt+Shift+PageDown')
  await expect(tabs(page).nth(1)).toHaveAttribute('aria-current', 'page')
  await page.locator('body').press('Alt+w')
  await expect(tabs(page)).toHaveCount(1)
  await expect(shownName(page)).toHaveValue('Two')
  await page.locator('body').press('Alt+Shift+W')
  await expect(shownName(page)).toHaveValue('One')
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
  await page.locator('body').press('Alt+n')
  await expect(tabs(page)).toHaveCount(3)
  await expect(page.getByTestId('announcement')).toContainText('document')
})

test('brings everything back when the server was killed, untitled documents and undo too', async ({ page, app }) => {
  test.setTimeout(120_000)
  await twoDocuments(page)
  await page.getByTestId('tab-new').click()
  await page.getByTestId('palette-item-actnorm').click()
  await tabNamed(page, 'One').click()
  await expect(shownName(page)).toHaveValue('One')
  await page.waitForTimeout(1000) // an edit is kept within a second
  await app.restart('SIGKILL')
  await page.goto(app.url)
  await expect(tabs(page)).toHaveCount(3)
  await expect(shownName(page)).toHaveValue('One')
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('block-actnorm-1')).toHaveCount(0)
  await expect(page.getByTestId('unsaved')).toHaveCount(0)
  await tabNamed(page, 'Untitled').click()
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
})

test('goes on with a run after the server was killed', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  await openDocument(page, 'One', written(smallDocument('One')))
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(5)
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-state')).toContainText('paused')
  const step = await stepShown(page)
  await page.waitForTimeout(1000)
  await app.restart('SIGKILL')
  await page.goto(app.url)
  await expect.poll(() => stepShown(page)).toBe(step)
})

test('rests in one window while another has the documents, and takes them back', async ({ page, app, context }) => {
  await twoDocuments(page)
  const second = await context.newPage()
  await second.goto(app.url)
  await expect(second.getByTestId('tab')).toHaveCount(2)
  await expect(page.getByTestId('taken')).toBeVisible()
  await page.getByTestId('use-here').click()
  await expect(tabs(page)).toHaveCount(2)
  await expect(second.getByTestId('taken')).toBeVisible()
})

test('opens what is dropped beside what is open, and nothing twice', async ({ page }) => {
  await twoDocuments(page)
  await dropFile(page, { name: 'one.flow.json', content: written(smallDocument('One')) })
  await expect(shownName(page)).toHaveValue('One')
  await expect(tabs(page)).toHaveCount(2)
  await dropFile(page, { name: 'three.flow.json', content: written(smallDocument('Three')) })
  await expect(shownName(page)).toHaveValue('Three')
  await expect(tabs(page)).toHaveCount(3)
})
