import type { Page } from '@playwright/test'
import { expect } from './app'
import { dropFile } from './screen'

/** A state of the screen that a person meets: a panel with something in it, an open sheet or menu, a message. */
export interface Scene {
  readonly name: string
  /** What of the screen is new by it, as a selector. */
  readonly part: string
  show(page: Page): Promise<void>
  /** Back to where the next scene begins; by default what is open is closed. */
  hide?(page: Page): Promise<void>
}

const block = (page: Page, id: string) => page.getByTestId(`block-${id}`)
const atTop = { position: { x: 60, y: 14 } }

/** Does a command by its name, from wherever the focus is. */
export async function command(page: Page, id: string, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByTestId('command-search').fill(words)
  await page.getByTestId(`found-command/${id}`).click()
}

const inspector = '[data-testid=inspector]'
const dialog = '[role=dialog]'

const sheet = (name: string, id: string, words: string): Scene => ({
  name,
  part: dialog,
  show: async (page) => {
    await command(page, id, words)
    await expect(page.getByRole('dialog')).toBeVisible()
  },
})

const workshopPart = (part: string): Scene => ({
  name: `data-workshop-${part}`,
  part: dialog,
  show: async (page) => {
    await command(page, 'data.workshop', 'data workshop')
    await page.getByTestId(`workshop-${part}`).click()
    await expect(page.getByRole('tabpanel')).toBeVisible()
  },
})

const menu = (name: string, testId: string): Scene => ({
  name,
  part: '[role=menu]',
  show: async (page) => {
    await page.getByTestId(testId).first().click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
})

/** Of the small document with its two blocks, one after another. */
export const panels: readonly Scene[] = [
  { name: 'nothing-selected', part: 'body', show: async (page) => page.locator('body').press('Escape') },
  { name: 'block-selected', part: inspector, show: (page) => block(page, 'affine-coupling-1').click(atTop) },
  {
    name: 'block-page',
    part: dialog,
    show: async (page) => {
      await block(page, 'affine-coupling-1').click(atTop)
      await page.keyboard.press('Alt+i')
      await expect(page.getByTestId('block-page')).toBeVisible()
    },
    hide: (page) => page.keyboard.press('Escape'),
  },
  { name: 'base-selected', part: inspector, show: (page) => block(page, 'base').click(atTop) },
  { name: 'data-selected', part: inspector, show: (page) => block(page, 'data').click(atTop) },
  {
    name: 'several-selected',
    part: 'main',
    show: async (page) => {
      await block(page, 'affine-coupling-1').click(atTop)
      await page.keyboard.press('Control+a')
      await expect(page.getByTestId('inspector')).toContainText('2 blocks')
    },
    hide: () => Promise.resolve(),
  },
  {
    name: 'group-selected',
    part: 'main',
    show: async (page) => {
      await page.keyboard.press('Control+g')
      await expect(block(page, 'group-1')).toBeVisible()
    },
    hide: () => Promise.resolve(),
  },
  {
    name: 'save-as-block',
    part: dialog,
    show: async (page) => {
      await command(page, 'stack.save-block', 'save as block')
      await expect(page.getByTestId('name-dialog')).toBeVisible()
    },
    hide: async (page) => {
      await page.getByTestId('block-name').fill('Mine')
      await page.getByTestId('block-name-commit').click()
      await expect(page.getByTestId('palette-own-Mine')).toBeVisible()
    },
  },
  {
    name: 'own-block-menu',
    part: '[role=menu]',
    show: async (page) => {
      await page.getByRole('button', { name: 'Rename or delete Mine' }).click()
      await expect(page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'set-aside',
    part: '[data-testid=canvas]',
    show: async (page) => {
      await page.keyboard.press('Control+z')
      await block(page, 'affine-coupling-1').click(atTop)
      await page.keyboard.press('Control+b')
      await page.keyboard.press('Control+Shift+f')
    },
    hide: async (page) => {
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'quick-add',
    part: '[data-testid=quick-add]',
    show: async (page) => {
      await block(page, 'affine-coupling-1').click(atTop)
      await page.keyboard.press('a')
      await expect(page.getByTestId('quick-add')).toBeVisible()
    },
  },
  {
    name: 'palette-search',
    part: '.palette',
    show: async (page) => {
      await page.locator('body').press('/')
      await page.keyboard.type('spline')
    },
  },
  {
    name: 'palette-search-nothing',
    part: '.palette',
    show: (page) => page.getByTestId('palette-search').fill('no such block'),
  },
  {
    name: 'palette-collapsed',
    part: '.palette',
    show: async (page) => {
      await page.getByTestId('palette-search').fill('')
      await page.getByTestId('close-palette').click()
    },
    hide: (page) => page.getByTestId('close-palette').click(),
  },
  {
    name: 'list',
    part: '[aria-label=Stack]',
    show: async (page) => {
      await page.getByTestId('stack-mode').click()
      await page.getByRole('option').nth(1).click()
    },
    hide: (page) => page.getByTestId('stack-mode').click(),
  },
  {
    name: 'a-mistake',
    part: 'main',
    show: async (page) => {
      await block(page, 'affine-coupling-1').click(atTop)
      const [width] = await page.getByTestId('inspector').getByRole('spinbutton').all()
      await width.fill('100000')
      await width.press('Enter')
      await page.getByTestId('palette-item-spline-coupling').click()
    },
    hide: async (page) => {
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'picture-enlarged',
    part: 'body',
    show: (page) => command(page, 'picture.enlarge', 'enlarge'),
    hide: async (page) => page.locator('body').press('Escape'),
  },
]

export const menus: readonly Scene[] = [
  menu('file-menu', 'file-menu'),
  menu('examples-menu', 'examples'),
  menu('compute-menu', 'compute'),
  menu('export-menu', 'export-picture'),
]

/** After some steps of training. */
export const sheets: readonly Scene[] = [
  {
    name: 'graphics-cards',
    part: dialog,
    show: async (page) => {
      await page.getByTestId('compute').click()
      await page.getByTestId('cards').click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'command-palette',
    part: dialog,
    show: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByTestId('command-search').fill('e')
    },
  },
  {
    name: 'command-palette-nothing',
    part: dialog,
    show: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByTestId('command-search').fill('qzxqzx')
    },
  },
  sheet('keys', 'help.keys', 'all keys'),
  sheet('log', 'help.log', 'event log'),
  sheet('settings', 'help.settings', 'settings'),
  sheet('versions', 'file.versions', 'versions'),
  sheet('gallery', 'file.gallery', 'gallery of examples'),
  sheet('runs', 'runs.show', 'runs'),
  sheet('sweep', 'runs.sweep', 'new sweep'),
  ...['table', 'columns', 'correlations', 'problems', 'split', 'download'].map(workshopPart),
  {
    name: 'evaluation',
    part: dialog,
    show: async (page) => {
      await page.getByTestId('evaluate').click()
      await expect(page.getByTestId('evaluation-line').first()).toBeVisible({ timeout: 60_000 })
    },
  },
]

export const messages: readonly Scene[] = [
  {
    name: 'import',
    part: inspector,
    show: async (page) => {
      const rows = Array.from({ length: 40 }, (_, i) => `${String(i / 7)},${String((i * i) % 11)},kind${String(i % 3)}`)
      await dropFile(page, { name: 'rows.csv', content: ['height,weight,kind', ...rows].join('\n') })
      await expect(page.getByTestId('import-use')).toBeVisible()
    },
    hide: async (page) => {
      await page.locator('body').press('Escape')
    },
  },
  {
    name: 'import-refused',
    part: inspector,
    show: async (page) => {
      await dropFile(page, { name: 'rows.csv', content: 'a,b\n1,2\n3\n' })
      await expect(page.getByTestId('import-error')).toBeVisible()
    },
  },
  {
    name: 'notice',
    part: '[data-testid=notice]',
    show: async (page) => {
      await dropFile(page, { name: 'broken.flow.json', content: '{' })
      await expect(page.getByTestId('notice')).toBeVisible()
    },
    hide: (page) => page.getByTestId('notice-dismiss').click(),
  },
  {
    name: 'tabs',
    part: 'body',
    show: async (page) => {
      await page.locator('body').press('Alt+n')
      await expect(page.getByTestId('tab-menu')).toBeVisible()
      await expect(page.getByTestId('run-state')).toContainText('nothing to learn')
    },
    hide: () => Promise.resolve(),
  },
  menu('tab-menu', 'tab-menu'),
]

/** Closes what is open on top. */
export const closeTop = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('menu')).toBeHidden()
}
