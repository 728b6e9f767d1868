import type { Locator, Page } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import { expect } from './app'

/** What a hand does on the main screen, and what an eye reads there. */

export interface File {
  readonly name: string
  readonly content: string | Uint8Array
}

/** Waits until the engine has the document and its first picture is drawn. */
export async function pictureDrawn(page: Page): Promise<void> {
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  await expect.poll(() => framesDrawn(page), { timeout: 30_000 }).toBeGreaterThan(0)
}

export const framesDrawn = async (page: Page): Promise<number> =>
  Number((await page.getByTestId('density-canvas').getAttribute('data-frame')) ?? 0)

/** Keys of all views that the stage offers, in their order; those without room wait in a menu. */
export async function viewsOffered(page: Page): Promise<readonly string[]> {
  const offered = await page.getByTestId('view-tabs').getAttribute('data-offered')
  return (offered ?? '').split(' ')
}

/** Chooses a view by its tab, or in the menu of those without room. */
export async function showView(page: Page, key: string): Promise<void> {
  // Tabs move into the menu and out of it while the stage learns which of them fit.
  await expect(async () => {
    const tab = await tabAtHand(page, key, 1000)
    await tab.click({ timeout: 1000 })
    await expect(tab).toHaveAttribute('aria-selected', 'true', { timeout: 1000 })
  }).toPass({ timeout: 30_000 })
}

/** The tab of a view that is offered; the menu is open where it waits there. */
export async function tabAtHand(page: Page, key: string, timeout?: number): Promise<Locator> {
  await expect.poll(() => viewsOffered(page), { timeout }).toContain(key)
  const tab = page.getByTestId(`view-tab-${key}`)
  if (!(await tab.isVisible())) await page.getByTestId('more-views').click({ timeout })
  return tab
}

/** The step of the run that the training panel shows. */
export async function stepShown(page: Page): Promise<number> {
  const [step] = (await page.getByTestId('run-step').innerText()).split('/')
  return Number(step.replace(/\D/g, ''))
}

/** A number written on the screen, U+2212 and thin spaces and all; NaN while there is none. */
export async function numberIn(locator: Locator): Promise<number> {
  return Number.parseFloat((await locator.innerText()).replace('\u2212', '-').replace(/[^-\d.]/g, ''))
}

/** Titles of the stack's blocks from the base to the data, as the graph shows them. */
export async function stackShown(page: Page): Promise<readonly string[]> {
  const blocks = page.getByTestId('canvas').getByRole('group', { name: /^Block \d+ of \d+/ })
  const labels = await blocks.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')))
  return labels
    .map((label) => /^Block (\d+) of \d+, ([^;]*)/.exec(label ?? '')!)
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map((found) => found[2])
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Drags a block of the palette to a place on the screen, with a real mouse. */
export const dragBlock = (page: Page, type: string, to: Place): Promise<void> =>
  dragRow(page, page.getByTestId(`palette-item-${type}`), to)

/** Drags a recipe of the unfolded palette to a place on the screen. */
export const dragRecipe = (page: Page, name: string, to: Place): Promise<void> =>
  dragRow(page, page.getByTestId(`palette-recipe-${name}`), to)

async function dragRow(page: Page, row: Locator, to: Place): Promise<void> {
  await row.scrollIntoViewIfNeeded()
  const from = await centreOf(row)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await expect(page.getByText('Drop to insert here')).toBeVisible()
  await page.mouse.up()
}

/** The middle of an element on the screen, once it has come to rest there. */
export async function centreOf(locator: Locator): Promise<Place> {
  let before = ''
  await expect
    .poll(async () => {
      const now = JSON.stringify(await locator.boundingBox())
      const resting = now === before && now !== 'null'
      before = now
      return resting
    })
    .toBe(true)
  const { x, y, width, height } = JSON.parse(before) as { x: number; y: number; width: number; height: number }
  return { x: x + width / 2, y: y + height / 2 }
}

/** Drops a file onto the window, as from a folder on the desktop. */
export async function dropFile(page: Page, { name, content }: File): Promise<void> {
  const base64 = Buffer.from(content).toString('base64')
  const transfer = await page.evaluateHandle(
    ([fileName, encoded]) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], fileName))
      return data
    },
    [name, base64] as const,
  )
  for (const type of ['dragover', 'drop']) await page.locator('main').dispatchEvent(type, { dataTransfer: transfer })
  await transfer.dispose()
}

/** Opens a document by dropping it, and waits until the screen shows it and the engine has it. */
export async function openDocument(page: Page, name: string, content: Uint8Array): Promise<void> {
  await dropFile(page, { name: 'document.flow.json', content })
  await expect(page.getByTestId('document-name')).toHaveValue(name)
  await expect(page.getByTestId('view-stage')).toHaveAttribute('data-document', name, { timeout: 30_000 })
  await expect(page.getByTestId('run-state')).toContainText(/ready to train|nothing to learn/, { timeout: 30_000 })
}

/** Waits until the engine holds a document, as another window hears, and the stage has turned to its data. */
export async function stageShows(page: Page, client: Client, name: string): Promise<void> {
  const attached = () => client.call('engine', 'attach', {})
  await expect.poll(async () => (await attached()).document?.name, { timeout: 30_000 }).toBe(name)
  const { opened } = await attached()
  const subject = `${opened!.data.name}/${String(opened!.dims)}`
  await expect(page.getByTestId('view-stage')).toHaveAttribute('data-subject', subject)
}

/** Mean absolute difference of two PNG pictures of one size, in grey levels from 0 to 255. */
export function greyDifference(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const pixels = await Promise.all(
        pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
          context.drawImage(bitmap, 0, 0)
          return context.getImageData(0, 0, bitmap.width, bitmap.height).data
        }),
      )
      const [a, b] = pixels
      if (a.length !== b.length) throw new Error(`The pictures have ${a.length} and ${b.length} bytes.`)
      let sum = 0
      for (let i = 0; i < a.length; i += 4) {
        for (const channel of [0, 1, 2]) sum += Math.abs(a[i + channel] - b[i + channel]) / 3
      }
      return sum / (a.length / 4)
    },
    [before.toString('base64'), after.toString('base64')],
  )
}
