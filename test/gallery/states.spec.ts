import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { brokenFiles } from '../main/cli/brokenFiles'
import { expect, test, type App } from '../e2e/app'
import { written } from '../e2e/documents'
import { deepDocument } from '../bench/subjects'
import { command } from '../e2e/scenes'
import { centreOf, dropFile, openDocument, pictureDrawn, stepShown } from '../e2e/screen'
import { pictureAll } from './shots'

/** What the screen looks like when there is nothing, when something is wrong, and with all that can lie over it. */

type Arrange = (page: Page, app: App) => Promise<unknown>
const states: Readonly<Record<string, Arrange>> = {
  untrained: () => Promise.resolve(),
  trained: train,
  'empty-stack': (page) => openDocument(page, 'Nothing between', written(newDocument('Nothing between'))),
  'palette-nothing-found': (page) => page.getByTestId('palette-search').fill('no such block'),
  'document-refused': (page) => dropFile(page, { name: 'broken.flow.json', content: '{"format": 3' }),
  'document-with-faults': (page) => drop(page, 'a mask for another dimension', 'faulty.flow.json'),
  'unknown-block': (page) => drop(page, 'an unknown block', 'unknown.flow.json'),
  'data-refused': (page) => dropFile(page, { name: 'rows.csv', content: 'name,town\nAda,London\nEmmy,Erlangen\n' }),
  'data-import': (page) => dropFile(page, { name: 'rows.csv', content: rows(40) }),
  // half of the rows have no logarithm
  'run-failed': async (page) => {
    const bare = newDocument('No logarithm')
    const document = insertBlock(bare, newBlockAt(bare, 'actnorm', 0), 0) // for a run needs something to learn
    await openDocument(page, document.name, written(insertBlock(document, newBlockAt(document, 'exp', 1), 1)))
    await page.getByTestId('train').click()
    await expect(page.getByTestId('run-state')).toContainText('failed', { timeout: 30_000 })
  },
  'engine-lost': async (page, app) => {
    await app.killEngine()
    await expect(page.getByTestId('notice')).toBeVisible()
  },
  // it comes back at another address, where the page does not look
  disconnected: (_page, app) => app.restart('SIGKILL'),
  'used-elsewhere': async (page, app) => {
    const client = await app.connect()
    await client.call('host', 'claimWorkspace', { page: 'another' })
    await expect(page.getByTestId('taken')).toBeVisible()
    client.close()
  },
  'inspector-block': (page) => firstBlock(page).click(),
  'inspector-several': async (page) => {
    await firstBlock(page).click()
    await page.keyboard.press('Control+a')
  },
  'inspector-group': async (page) => {
    await firstBlock(page).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+g')
  },
  'inspector-base': (page) => page.getByTestId('inspect-base').click(),
  'inspector-data': (page) => page.getByTestId('inspect-data').click(),
  'stack-as-list': (page) => page.getByTestId('stack-mode').click(),
  'layout-train': (page) => layout(page, 'layout-train'),
  'layout-present': (page) => layout(page, 'layout-present'),
  'layout-menu': (page) => page.getByTestId('layout-menu').click(),
  'layout-name': (page) => layout(page, 'layout-save'),
  'file-menu': (page) => page.getByTestId('file-menu').click(),
  examples: (page) => page.getByTestId('examples').click(),
  'palette-of-commands': (page) => page.keyboard.press('Control+k'),
  'palette-of-commands-nothing-found': async (page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('qqqq')
  },
  keys: (page) => page.keyboard.press('?'),
  settings: (page) => page.keyboard.press('Control+,'),
  log: (page) => page.getByTestId('status-log').click(),
  versions: async (page) => {
    await page.getByTestId('file-menu').click()
    await page.getByTestId('file-versions').click()
  },
  evaluation: async (page) => {
    await train(page)
    await page.getByTestId('evaluate').click()
    await expect(page.getByTestId('evaluation-line').first()).toBeVisible({ timeout: 60_000 })
  },
  compare: async (page) => {
    await train(page)
    await page.getByTestId('compare').click()
  },
  conditional: async (page) => {
    await openExample(page, 'labelled-moons')
    await pictureDrawn(page)
  },
  'view-without-room': async (page) => {
    await openExample(page, 'breast-cancer')
  },
  'compute-menu': (page) => page.getByTestId('compute').click(),
  'graphics-cards': async (page) => {
    await page.getByTestId('compute').click()
    await page.getByTestId('cards').click()
  },
  hint: async (page) => {
    await train(page)
    await expect(page.getByTestId('hint')).toBeVisible()
  },
  'set-aside': async (page) => {
    await firstBlock(page).click()
    await page.keyboard.press('Control+b')
    await page.keyboard.press('Control+Shift+f')
  },
  'notes-and-frame': async (page) => {
    await firstBlock(page).click()
    await command(page, 'stack.note', 'note')
    await page.keyboard.type('Here the two moons come apart: watch the determinant.')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Control+a')
    await command(page, 'stack.frame', 'frame')
    await page.keyboard.type('Couplings')
    await page.keyboard.press('Enter')
  },
  'menu-of-a-block': (page) => firstBlock(page).click({ button: 'right' }),
  'menu-of-the-losses': async (page) => {
    await train(page)
    await page.getByTestId('loss-axes').click()
  },
  'quick-add': async (page) => {
    await firstBlock(page).click()
    await page.keyboard.press('a')
  },
  'carried-over-a-wire': async (page) => {
    const row = await centreOf(page.getByTestId('palette-item-affine-coupling'))
    const to = await centreOf(page.getByTestId('canvas'))
    await page.mouse.move(row.x, row.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
  },
  'sixty-blocks': async (page) => {
    await openDocument(page, 'Sixty', written(deepDocument('Sixty', 60)))
    await expect(page.getByTestId('minimap')).toBeVisible()
  },
  'many-tabs': async (page) => {
    await newTabs(page, 12)
  },
  'list-of-tabs': async (page) => {
    await newTabs(page, 2)
    await page.getByTestId('tab-menu').click()
  },
  'steps-of-undo': async (page) => {
    await page.getByTestId('palette-item-actnorm').click()
    await page.getByTestId('palette-item-affine').click()
    await command(page, 'edit.history', 'steps of undo')
  },
  recents: (page) => command(page, 'file.recents', 'recent'),
  'differences-of-two-documents': async (page) => {
    await newTabs(page, 1)
    await page.getByTestId('palette-item-spline-coupling').click()
    await page.getByTestId('tab-menu').click()
    await page.getByTestId('tab-compare').first().click()
  },
  'draw-data': async (page) => {
    await page.getByTestId('inspect-data').click()
    await page.getByTestId('draw-data').click()
    const { x, y, width, height } = (await page.getByTestId('draw-plane').boundingBox())!
    await page.mouse.move(x + width / 4, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + (3 * width) / 4, y + height / 3, { steps: 12 })
    await page.mouse.up()
  },
  'save-as-block': async (page) => {
    await firstBlock(page).click()
    await command(page, 'stack.save-block', 'save as block')
  },
  'earlier-run': async (page) => {
    await train(page)
    await page.getByTestId('reset').click()
    await train(page)
    await page.getByTestId('compare').click()
    await page.getByTestId('run-left').click()
    await page.getByTestId('run-choice-1').click()
  },
}

/** Layouts are kept apart for windows of different widths. */
const perWidth: ReadonlySet<string> = new Set(['layout-train', 'layout-present'])

for (const [name, arrange] of Object.entries(states)) {
  test(`${name}`, async ({ page, app }) => {
    await pictureDrawn(page)
    if (perWidth.has(name)) return pictureAll(page, 'states', name, () => arrange(page, app))
    await arrange(page, app)
    await pictureAll(page, 'states', name)
  })
}

const firstBlock = (page: Page) => page.locator('[data-testid=canvas] [data-block]').last()

/** So many tabs more; one in which nothing was done would be the next one's too. */
async function newTabs(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await page.getByTestId('palette-item-actnorm').click()
    await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
    await page.locator('body').press('Alt+n')
    await expect(page.getByTestId('tab')).toHaveCount(i + 2)
  }
}

async function train(page: Page): Promise<void> {
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(400)
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-state')).toContainText('paused')
}

/** Drops one of the broken files of the tests. */
async function drop(page: Page, title: string, name: string): Promise<void> {
  const file = brokenFiles.find((one) => one.title === title)
  if (!file) throw new Error(`no broken file "${title}"`)
  await dropFile(page, { name, content: file.content() })
}

async function openExample(page: Page, file: string): Promise<void> {
  const content = await readFile(`resources/examples/${file}.flow.json`)
  const { name } = JSON.parse(content.toString()) as { name: string }
  await openDocument(page, name, content)
  await expect(page.getByTestId('view-stage')).toBeVisible()
}

async function layout(page: Page, entry: string): Promise<void> {
  await page.getByTestId('layout-menu').click()
  await page.getByTestId(entry).click()
}

const rows = (count: number): string =>
  [
    'length,width,kind',
    ...Array.from({ length: count }, (_, i) => `${String(i / 10)},${String(i % 7)},${String(i % 3)}`),
  ].join('\n')
