import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { begin, faultsIn } from './axe'
import { panels } from './scenes'
import { openDocument, showView, viewsOffered } from './screen'

/** What axe-core finds where the other tests of it do not look: narrow windows, comparisons, many dimensions. */

test.use({ actionTimeout: 15_000 })
test.setTimeout(300_000)

const picture = '[data-testid=view-stage]'
const drawn = (page: Page): Promise<void> =>
  expect(page.locator('[data-testid="stage-notice"].busy')).toHaveCount(0, { timeout: 60_000 })

test('has nothing serious for axe to find in a narrow window', async ({ page, app }) => {
  await begin(page, app)
  await page.setViewportSize({ width: 1100, height: 700 })
  const faults: string[] = []
  for (const scene of panels.filter(({ name }) => /selected$/.test(name))) {
    await scene.show(page)
    faults.push(...(await faultsIn(page, { name: scene.name, part: 'body' })))
    await scene.hide?.(page)
  }
  expect(faults).toEqual([])
})

test('has nothing serious for axe to find in a comparison, nor in the menus of the graph and the chart', async ({
  page,
  app,
}) => {
  await begin(page, app)
  const faults: string[] = []
  const block = page.getByTestId('block-affine-coupling-1')
  for (const [name, open] of [
    ['a block’s menu', () => block.click({ button: 'right' })],
    ['the chart’s menu', () => page.getByTestId('loss-axes').click()],
  ] as const) {
    await open()
    faults.push(...(await faultsIn(page, { name, part: '[role=menu]' })))
    await page.keyboard.press('Escape')
  }
  await page.getByTestId('compare').click()
  await drawn(page)
  faults.push(...(await faultsIn(page, { name: 'comparison', part: 'body' })))
  expect(faults).toEqual([])
})

for (const file of ['trefoil', 'breast-cancer', 'change-of-variables'])
  test(`has nothing serious for axe to find in the views of ${file}`, async ({ page, app }) => {
    await begin(page, app)
    const content = await readFile(`resources/examples/${file}.flow.json`)
    const { name } = JSON.parse(content.toString()) as { name: string }
    await openDocument(page, name, content)
    await expect(page.locator(picture)).toHaveAttribute('data-document', name, { timeout: 30_000 })
    const faults: string[] = []
    for (const view of await viewsOffered(page)) {
      await showView(page, view)
      await drawn(page)
      faults.push(...(await faultsIn(page, { name: view, part: picture })))
    }
    expect(faults).toEqual([])
  })
