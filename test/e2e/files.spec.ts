import { writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import { brokenFiles, brokenModels } from '../main/cli/brokenFiles'
import { expect, test as base } from './app'
import { smallDocument, written } from './documents'
import { dropFile, openDocument, pictureDrawn, stepShown } from './screen'

/** Files that come from outside: good ones are taken, broken ones refused in words, and no work is ever lost. */

/** One more client of the same server, to look at what the page cannot show. */
const test = base.extend<{ client: Client }>({
  client: async ({ app }, use) => {
    const client = await app.connect()
    await use(client)
    client.close()
  },
})

/** Larger files go through the chooser, as from a disk. */
const DROPPED_AT_MOST = 1_000_000

/** Broken documents that can be shown: they are opened, and mended at the block to blame. */
const mendable: ReadonlySet<string> = new Set([
  'an unknown block',
  'a huge layer',
  'a setting out of range',
  'a setting of another kind',
  'a setting nobody knows',
  'a mask for another dimension',
  'an unknown data set',
  'a split that leaves nothing',
])

const brokenDocuments = brokenFiles.filter(({ kind }) => kind === 'document')
const brokenData = brokenFiles.filter(({ kind }) => kind === 'data')

const notice = (page: Page): Locator => page.getByTestId('notice')
const issues = (page: Page): Locator => page.getByTestId('issues')
const table = (page: Page): Locator => page.getByTestId('table-import')

/** Gives a file to the chooser that a button opens. */
async function choose(page: Page, button: Locator, name: string, content: string | Uint8Array): Promise<void> {
  const path = test.info().outputPath(name)
  await writeFile(path, content)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(path)
}

async function give(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  if (content.length <= DROPPED_AT_MOST) {
    await dropFile(page, { name, content })
    return
  }
  await page.getByTestId('file-menu').click()
  await choose(page, page.getByTestId('file-open'), name, content)
}

/** All that a person could lose: the document with its unsaved edit, its undo, the run and its weights. */
interface Work {
  readonly kept: string | null
  readonly undo: string | null
  readonly step: number
  readonly logDensity: readonly number[]
}

/** What is kept of the document on the screen outside the user's files. */
async function keptOf(page: Page, client: Client): Promise<string> {
  const tab = await page.locator('[data-testid=tab][aria-current]').getAttribute('data-tab')
  const kept = await client.call('host', 'readDocument', { tab: tab! })
  return [kept?.state ?? '', ...(kept?.deeds ?? [])].join('\n').replaceAll('\\"', '"')
}

async function workNow(page: Page, client: Client): Promise<Work> {
  const kept = await keptOf(page, client)
  const edited = kept.split('\n').filter((line) => !line.startsWith('{"deed":"select"')) // what is shown is no edit
  const { status } = await client.call('engine', 'attach', {})
  const { logDensity } = await client.call('engine', 'probe', { points: Float64Array.of(0, 1, 1, -0.5) })
  const undo = await page.getByTestId('undo').getAttribute('aria-label')
  return { kept: edited.join('\n'), undo, step: status.step, logDensity: [...logDensity] }
}

/** A small document with an edit and a step of training, all of it in no file. */
async function unsavedWork(page: Page, client: Client): Promise<Work> {
  await pictureDrawn(page)
  await openDocument(page, 'Work', written(smallDocument('Work')))
  await editUnsaved(page, client)
  await page.getByTestId('step').click()
  await expect.poll(async () => (await client.call('engine', 'attach', {})).status.step).toBe(1)
  return workNow(page, client)
}

/** Appends a block, and waits until the edit is kept and the engine has it. */
async function editUnsaved(page: Page, client: Client): Promise<void> {
  await page.getByTestId('palette-item-actnorm').click()
  await expect(page.getByTestId('unsaved')).toBeVisible()
  await expect.poll(() => keptOf(page, client)).toContain('"actnorm-1"')
  const held = async () => (await client.call('engine', 'attach', {})).document?.graph.nodes.map(({ id }) => id)
  await expect.poll(held).toContain('actnorm-1')
}

test('refuses broken documents with one message each and leaves the work alone', async ({ page, client }) => {
  test.setTimeout(240_000)
  const work = await unsavedWork(page, client)
  for (const { title, name, content, says } of brokenDocuments.filter(({ title }) => !mendable.has(title))) {
    await test.step(title, async () => {
      await give(page, name, content())
      await expect(notice(page), title).toContainText(says, { ignoreCase: true })
      await page.getByTestId('notice-dismiss').click()
      expect(await workNow(page, client), title).toEqual(work)
    })
  }
  expect(await page.evaluate(() => 'polluted' in Object.prototype)).toBe(false)
})

test('opens documents with faults at their blocks, names the block, and trains none of them', async ({
  page,
  client,
}) => {
  test.setTimeout(240_000)
  await unsavedWork(page, client)
  for (const { title, name, content, says } of brokenDocuments.filter(({ title }) => mendable.has(title))) {
    await test.step(title, async () => {
      await give(page, name, content())
      await expect(page.getByTestId('document-name')).toHaveValue('Broken')
      await expect(notice(page).or(issues(page)).filter({ hasText: says }).first(), title).toBeVisible()
      await expect(page.getByTestId('train')).toBeDisabled()
      await page.getByTestId('tab').filter({ hasText: 'Work' }).getByRole('button').first().click()
      await expect(page.getByTestId('document-name')).toHaveValue('Work')
      await expect(page.getByTestId('train')).toBeEnabled()
    })
  }
})

test('refuses broken models with one message each and leaves the work alone', async ({ page, client }) => {
  test.setTimeout(240_000)
  const work = await unsavedWork(page, client)
  const sound = JSON.stringify(await client.call('engine', 'exportModel', {}))
  const models = brokenModels.filter(({ title }) => title !== 'a document instead of a model') // it is opened
  for (const { title, change, says } of models) {
    await test.step(title, async () => {
      await choose(page, page.getByTestId('import'), 'broken.model.json', change(sound))
      await expect(notice(page), title).toContainText(says)
      await page.getByTestId('notice-dismiss').click()
      expect(await workNow(page, client), title).toEqual(work)
    })
  }
})

test('says what is wrong with broken data files and leaves the work alone', async ({ page, client }) => {
  test.setTimeout(240_000)
  const work = await unsavedWork(page, client)
  for (const { title, name, content, says } of brokenData) {
    await test.step(title, async () => {
      await give(page, name, content())
      await expect(notice(page).or(table(page)).first(), title).toContainText(says)
      const close = page.getByTestId('notice-dismiss').or(table(page).getByRole('button', { name: /close|cancel/i }))
      await close.first().click()
      expect(await workNow(page, client), title).toEqual(work)
    })
  }
})

test('names the line, the column and the content of a cell that is no number', async ({ page }) => {
  await pictureDrawn(page)
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${(i * 7) % 11}`)
  await dropFile(page, { name: 'fruit.csv', content: ['x,y', ...rows, '1,apple', ...rows, ''].join('\n') })
  await expect(table(page)).toContainText(/line 22\b/)
  await expect(table(page)).toContainText(/"y"|“y”/)
  await expect(table(page)).toContainText(/apple/)
})

test('takes chosen columns of a CSV file and trains on them', async ({ page, client }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Own data', written(smallDocument('Own data')))
  const rows = Array.from({ length: 400 }, (_, i) => {
    const angle = 0.37 * i
    return [i, Math.cos(angle), Math.sin(angle), `name ${i}`].join(',')
  })
  await page.getByTestId('inspect-data').click()
  const csv = ['time,across,up,label', ...rows, ''].join('\n')
  await choose(page, page.getByTestId('import-data'), 'circle.csv', csv)
  await expect(page.getByTestId('column-label')).toBeDisabled()
  await page.getByTestId('column-time').uncheck()
  await page.getByTestId('import-use').click()
  await expect(page.getByTestId('data-rows')).toHaveText('320 train, 40 validation, 40 test')
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  const { opened } = await client.call('engine', 'attach', {})
  expect(opened?.data.columns.map(({ name }) => name)).toEqual(['across', 'up'])
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(5)
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('data-panel')).toContainText('Two moons')
})

test('opens beside unsaved work, which stays in a tab of its own', async ({ page, client }) => {
  await unsavedWork(page, client)
  await page.getByTestId('examples').click()
  await page.getByTestId('example').filter({ hasText: 'Circles' }).click()
  await expect(page.getByTestId('document-name')).not.toHaveValue('Work')
  await page.getByTestId('tab').filter({ hasText: 'Work' }).getByRole('button').first().click()
  await expect(page.getByTestId('document-name')).toHaveValue('Work')
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
})

/** Opens the newest of the recent documents of this name. */

test('brings an edit back that was in no file when the whole server was killed', async ({ page, app }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Work', written(smallDocument('Work')))
  const before = await app.connect()
  await editUnsaved(page, before)
  before.close()
  await app.restart('SIGKILL')
  await page.goto(app.url)
  await expect(page.getByTestId('document-name')).toHaveValue('Work')
  await expect(page.getByTestId('block-actnorm-1')).toBeVisible()
  await expect(page.getByTestId('run-state')).toContainText('ready to train', { timeout: 30_000 })
})
