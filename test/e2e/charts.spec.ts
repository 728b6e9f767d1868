import type { Locator, Page } from '@playwright/test'
import { expect, test, type App } from './app'
import { command } from './scenes'
import { pictureDrawn, stepShown } from './screen'

/** The chart of losses as a person has it: smoothed, on a logarithmic height, by steps, epochs or time. */

const chart = (page: Page): Locator => page.getByTestId('loss-chart')

async function trained(page: Page, app: App, steps: number): Promise<void> {
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: steps })
  client.close()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBe(steps)
}

async function choose(page: Page, entry: string): Promise<void> {
  await page.getByTestId('loss-axes').click()
  await page.getByTestId(entry).click()
}

/** The file that comes of a deed: its name, and what is in it. */
async function taken(page: Page, deed: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), deed()])
  const parts: Buffer[] = []
  for await (const part of await download.createReadStream()) parts.push(part as Buffer)
  return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) }
}

/** The chart's SVG, as a person takes it away. */
async function svg(page: Page): Promise<string> {
  await chart(page).getByTestId('export-picture').click()
  const { bytes } = await taken(page, () => page.getByTestId('export-svg').click())
  return bytes.toString('utf8')
}
const curve = (picture: string, name: string): string => new RegExp(`class="${name}" d="([^"]*)"`).exec(picture)![1]!

test('smooths the training loss as strongly as is chosen, the raw curve behind it', async ({ page, app }) => {
  await trained(page, app, 60)
  const usual = await svg(page)
  expect(curve(usual, 'train')).not.toBe(curve(usual, 'smoothed'))

  await choose(page, 'smoothing-none')
  const none = await svg(page)
  expect(curve(none, 'train')).toBe(curve(none, 'smoothed'))

  await choose(page, 'smoothing-strong')
  await expect(page.getByTestId('announcement')).toHaveText('Losses: strong smoothing')
  expect(curve(await svg(page), 'smoothed')).not.toBe(curve(usual, 'smoothed'))
})

test('has a logarithmic height, of the gap to the best possible, and keeps it', async ({ page, app }) => {
  await trained(page, app, 40)
  await choose(page, 'loss-log')
  await expect(chart(page)).toContainText('log gap to the best possible')
  const picture = await svg(page)
  for (const label of ['0', '+1']) expect(picture).toContain(`>${label}</text>`)

  await page.reload()
  await pictureDrawn(page)
  await expect(chart(page)).toHaveAttribute('data-log', 'true')
})

test('counts by epochs or by time, by command too, and says why it cannot', async ({ page, app }) => {
  await trained(page, app, 60)
  await choose(page, 'across-epoch')
  await expect(chart(page)).toContainText('over epochs')
  expect(await svg(page)).toContain('over epochs')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('losses by time')
  await page.keyboard.press('Enter')
  await expect(chart(page)).toContainText('over seconds')
  const byTime = await svg(page)
  expect(curve(byTime, 'smoothed')).toMatch(/^M.+L/)

  // times are the engine's: another page has them too
  await page.reload()
  await pictureDrawn(page)
  await expect(chart(page)).toContainText('over seconds')
  expect(curve(await svg(page), 'smoothed')).toMatch(/^M.+L/)

  await choose(page, 'across-epoch')
  await page.getByTestId('inspect-data').click()
  await page.getByTestId('data-fresh').getByRole('switch').click()
  await expect(chart(page)).toContainText('over steps')
  await page.getByTestId('loss-axes').click()
  await expect(page.getByTestId('across-epoch')).toBeDisabled()
  await expect(page.getByTestId('across-epoch')).toContainText('no epochs')
})

test('saves the curves as CSV, JSON lines and for TensorBoard, by menu and by command', async ({ page, app }) => {
  await pictureDrawn(page)
  await page.getByTestId('loss-axes').click()
  await expect(page.getByTestId('save-csv')).toBeDisabled()
  await page.keyboard.press('Escape')
  await trained(page, app, 20)

  const csv = await taken(page, () => choose(page, 'save-csv'))
  expect(csv.name).toMatch(/-losses\.csv$/)
  const [header, ...rows] = csv.bytes.toString('utf8').trimEnd().split('\n')
  expect(header).toMatch(/^step,train_nll,/)
  expect(rows).toHaveLength(20)
  const { bytes: lines } = await taken(page, () => command(page, 'losses.save-jsonl', 'curves as JSON'))
  const steps = lines.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { step: number; train_nll?: number }) // prettier-ignore
  expect(steps.filter((line) => 'train_nll' in line).map(({ step }) => step)).toEqual(rows.map((row) => parseInt(row)))
  const events = await taken(page, () => choose(page, 'save-tfevents'))
  expect(events.name).toMatch(/^events\.out\.tfevents\./)
  expect(events.bytes.includes('brain.Event:2')).toBe(true)
  await expect(page.getByTestId('announcement')).toContainText('events.out.tfevents')
})
