import type { Page } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn, stackShown, stageShows } from './screen'

/** Edits of a stack that is being trained. */

/** 1000 rows: a grid where the data are. */
const points = Float64Array.from({ length: 2000 }, (_, i) => {
  const [row, column] = [Math.floor(i / 80), Math.floor(i / 2) % 40]
  return i % 2 ? -0.7 + (1.9 * row) / 24 : -1.2 + (3.4 * column) / 39
})
const attached = (client: Client) => client.call('engine', 'attach', {})
const blocksIn = async (client: Client) => (await attached(client)).opened?.blocks.length
const densities = async (client: Client) => [...(await client.call('engine', 'probe', { points })).logDensity]

async function trainedFor(client: Client, steps: number): Promise<void> {
  const { step } = (await attached(client)).status
  await client.call('engine', 'step', { count: steps })
  await expect.poll(async () => (await attached(client)).status.step, { timeout: 60_000 }).toBe(step + steps)
}

/** Searches the palette for a block and puts it behind the selected one. */
async function append(page: Page, words: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.getByTestId('canvas').getByRole('group', { name: /^Block 1 of/ }).focus() // prettier-ignore
}

test('a block put into a trained stack by keys leaves the density as it was; undo brings back the weights', async ({
  page,
  app,
}) => {
  const client = await app.connect()
  const document = smallDocument('Live')
  await pictureDrawn(page)
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await trainedFor(client, 60)
  const before = await densities(client)

  await append(page, 'spline coupling')
  await expect.poll(() => blocksIn(client)).toBe(4)
  const after = await densities(client)
  after.forEach((value, i) => {
    // single precision has no more digits of a log-density far from zero
    expect(Math.abs(value - before[i])).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)))
  })
  expect((await attached(client)).status).toMatchObject({ step: 60 })
  await expect(page.getByTestId('edits')).toContainText('Step 60: added Spline coupling')

  await trainedFor(client, 20)
  const learnt = await densities(client)
  expect(learnt).not.toEqual(before)
  await page.keyboard.press('Control+z')
  await expect.poll(() => blocksIn(client)).toBe(3)
  expect(await densities(client)).toEqual(before)
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await attached(client)).status.step).toBe(80)
  expect(await densities(client)).toEqual(learnt)
})

test('a run that is over says how to train a new block, and one command does so', async ({ page, app }) => {
  const client = await app.connect()
  const small = smallDocument('Over')
  const document = { ...small, training: { ...small.training, steps: 40 } }
  await pictureDrawn(page)
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await page.getByTestId('train').click()
  await expect.poll(async () => (await attached(client)).status.state.kind, { timeout: 60_000 }).toBe('finished')

  await append(page, 'bent identity')
  await expect.poll(() => blocksIn(client)).toBe(4)
  await expect(page.getByText('Raise its number of steps to train on.')).toBeVisible()
  await expect(page.getByTestId('palette-item-bent-identity')).toHaveAccessibleDescription(/Changes the density/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('train on')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await attached(client)).status.step, { timeout: 60_000 }).toBeGreaterThan(40)
  expect((await attached(client)).status.steps).toBe(80)
})

test('training goes on by itself through an edit', async ({ page, app }) => {
  const client = await app.connect()
  const document = smallDocument('Going on')
  await pictureDrawn(page)
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await page.getByTestId('train').click()
  await expect.poll(async () => (await attached(client)).status.step).toBeGreaterThan(20)
  await append(page, 'planar')
  await expect.poll(() => blocksIn(client)).toBe(4)
  const { status } = await attached(client)
  expect(status.state.kind).toBe('training')
  await expect.poll(async () => (await attached(client)).status.step).toBeGreaterThan(status.step + 20)
})

test('a block is bypassed and frozen by keys, shown so, and has its weights again', async ({ page, app }) => {
  const client = await app.connect()
  const document = smallDocument('Set aside')
  await pictureDrawn(page)
  await openDocument(page, document.name, written(document))
  await stageShows(page, client, document.name)
  await trainedFor(client, 40)
  const before = await densities(client)
  await page.getByTestId('canvas').getByRole('group', { name: /^Block 2 of/ }).click() // prettier-ignore

  await page.keyboard.press('Control+b')
  await expect.poll(() => blocksIn(client)).toBe(2)
  expect(await densities(client)).not.toEqual(before)
  await expect(page.getByTestId('canvas').getByRole('group', { name: /outside of the flow.*bypassed/ })).toBeVisible()
  expect(await stackShown(page)).toHaveLength(1)
  await page.keyboard.press('Control+b')
  await expect.poll(() => blocksIn(client)).toBe(3)
  expect(await densities(client)).toEqual(before)

  await page.keyboard.press('Control+Shift+f')
  await expect(page.getByTestId('canvas').getByRole('group', { name: /^Block 2 of.*frozen/ })).toBeVisible()
  await expect(page.getByTestId('freeze')).toContainText('Unfreeze')
})
