import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { blocksInOrder } from '@shared/document/chain'
import type { FlowDocument } from '@shared/document/schema'
import type { Client } from '@shared/rpc/client'
import type { Attached } from '@shared/rpc/protocol'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import {
  centreOf,
  dragBlock,
  framesDrawn,
  greyDifference,
  numberIn,
  openDocument,
  pictureDrawn,
  stackShown,
  stepShown,
} from './screen'

/** A person's first hour, from the empty home to a model in a file. */

/** Least fall of the training loss in the journey, in nats per row. */
const FALL = 0.3
/** Least mean difference of the density's picture before and after, in grey levels of 255. */
const CHANGE = 4

/** Places at which log p is compared, natural units of two moons. */
const places = Float64Array.from([0, 1, 1, -0.5, 0.5, 0.25, -1, 0.2, 2, 0.3, 3, 3])

const attached = (client: Client): Promise<Attached> => client.call('engine', 'attach', {})
const logDensities = async (client: Client): Promise<readonly number[]> => [
  ...(await client.call('engine', 'probe', { points: places })).logDensity,
]

const blocksIn = (document: FlowDocument | null): number => (document === null ? 0 : blocksInOrder(document).length)

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length)
  got.forEach((value, i) => {
    expect(Math.abs(value - expected[i]), `log p at place ${i}`).toBeLessThanOrEqual(1e-5)
  })
}

async function pauseRun(page: Page): Promise<void> {
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-state')).toContainText('paused')
}

test('builds a flow by hand, trains it, keeps it over a reload and takes it out as JSON and back', async ({
  page,
  app,
}) => {
  test.setTimeout(240_000)
  await pictureDrawn(page)
  await expect(page.getByTestId('document-name')).toHaveValue('Two moons')
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  const first = await stackShown(page)
  const untrained = await page.getByTestId('density-canvas').screenshot()

  await test.step('drags three blocks onto the canvas and one onto an edge', async () => {
    const box = (await page.getByTestId('canvas').boundingBox())!
    const top = { x: box.x + box.width / 2, y: box.y + 8 }
    for (const type of ['actnorm', 'lu-linear', 'affine-coupling']) await dragBlock(page, type, top)
    await expect.poll(() => stackShown(page)).toEqual([...first, 'ActNorm', 'LU linear', 'Affine coupling'])
    await dragBlock(page, 'affine', await centreOf(page.getByTestId('edge-actnorm-1-lu-linear-1').locator('.reach')))
    await expect.poll(() => stackShown(page)).toEqual([...first, 'ActNorm', 'Affine', 'LU linear', 'Affine coupling'])
  })

  await test.step('changes a setting, takes it back and does it again', async () => {
    await page.getByTestId('block-affine-coupling-1').click()
    const width = page.getByTestId('setting-width').getByRole('spinbutton')
    await expect(width).toHaveValue('64')
    await width.fill('16')
    await width.press('Enter')
    await page.getByTestId('undo').click()
    await expect(width).toHaveValue('64')
    await page.getByTestId('redo').click()
    await expect(width).toHaveValue('16')
    for (let i = 0; i < 2; i++) await page.getByTestId('undo').click()
    await expect.poll(() => stackShown(page)).toEqual([...first, 'ActNorm', 'LU linear', 'Affine coupling'])
    for (let i = 0; i < 2; i++) await page.getByTestId('redo').click()
    await expect.poll(() => stackShown(page)).toEqual([...first, 'ActNorm', 'Affine', 'LU linear', 'Affine coupling'])
    await expect(page.getByTestId('undo')).toHaveAccessibleName(/width/i)
  })

  await test.step('asks for more steps than the run can take before it is halted', async () => {
    await page.getByTestId('canvas').press('Escape')
    const steps = page.getByTestId('training-steps').getByRole('spinbutton')
    await steps.fill('1000000')
    await steps.press('Enter')
    await expect(page.getByTestId('run-step')).toContainText(/1.000.000/)
  })

  const engine = await app.connect()
  await test.step('trains until the loss has fallen, and the picture with it', async () => {
    await expect(page.getByTestId('train')).toBeEnabled()
    await expect.poll(async () => blocksIn((await attached(engine)).document)).toBe(first.length + 4)
    await page.getByTestId('train').click()
    await expect(page.getByTestId('pause')).toBeVisible()
    const start = await firstLoss(engine)
    await expect
      .poll(() => numberIn(page.getByTestId('train-nll')), { timeout: 120_000 })
      .toBeLessThanOrEqual(start - FALL)
    await pauseRun(page)
    const drawn = await framesDrawn(page)
    await expect(page.getByTestId('density-canvas')).toHaveAttribute('data-step', String(await stepShown(page)))
    expect(drawn).toBeGreaterThan(1)
    const trained = await page.getByTestId('density-canvas').screenshot()
    expect(await greyDifference(page, untrained, trained)).toBeGreaterThan(CHANGE)
  })

  await test.step('resumes where it was paused', async () => {
    const paused = await stepShown(page)
    await page.getByTestId('train').click()
    await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBeGreaterThan(paused)
    await pauseRun(page)
  })

  const before = await attached(engine)
  const expected = await logDensities(engine)
  const downloading = page.waitForEvent('download')
  await page.getByTestId('export').click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('two-moons.model.json')
  const model = await readFile(await download.path())

  await test.step('loses nothing when the page is loaded again', async () => {
    await page.reload()
    await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBe(before.status.step)
    await expect.poll(() => stackShown(page)).toEqual([...first, 'ActNorm', 'Affine', 'LU linear', 'Affine coupling'])
    await expect(page.getByTestId('train-nll')).not.toHaveText('–')
    const after = await attached(engine)
    expect(after.document).toEqual(before.document)
    expect(after.history).toEqual(before.history)
    expectClose(await logDensities(engine), expected)
  })

  await test.step('gets the same densities from the file', async () => {
    await page.getByTestId('reset').click()
    await expect.poll(() => stepShown(page)).toBe(0)
    expect(await logDensities(engine)).not.toEqual(expected)
    const choosing = page.waitForEvent('filechooser')
    await page.getByTestId('import').click()
    const chooser = await choosing
    await chooser.setFiles({ name: 'two-moons.model.json', mimeType: 'application/json', buffer: model })
    await expect.poll(() => stepShown(page), { timeout: 30_000 }).toBe(before.status.step)
    expectClose(await logDensities(engine), expected)
  })
  engine.close()
})

/** The loss of the first step, in nats per row. */
async function firstLoss(engine: Client): Promise<number> {
  await expect
    .poll(async () => (await attached(engine)).history.trainLoss.length, { timeout: 30_000 })
    .toBeGreaterThan(0)
  return (await attached(engine)).history.trainLoss[0]
}

test('says that the engine was killed while it trained, and trains on from its checkpoint', async ({ page, app }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Will be killed', written(smallDocument('Will be killed')))
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(40)
  await app.killEngine()
  await expect(page.getByTestId('notice')).toContainText(/engine process ended.*signal SIGKILL/i)
  await expect(page.getByTestId('notice')).toContainText(/goes on from its checkpoint at step/i, { timeout: 30_000 })
  const checkpoint = await checkpointTold(page)
  expect(checkpoint).toBeGreaterThan(0)
  await expect(page.getByTestId('run-state')).toContainText('training')
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(checkpoint + 10)
  await expect(page.getByTestId('document-name')).toHaveValue('Will be killed')
})

async function checkpointTold(page: Page): Promise<number> {
  return Number(/at step (\d+)/.exec(await page.getByTestId('notice').innerText())?.[1])
}
