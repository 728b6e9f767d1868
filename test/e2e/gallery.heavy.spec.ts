import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn, stepShown } from './screen'

/** Every example of the gallery, from its card to a picture after some training. */

interface Entry {
  readonly file: string
  readonly name: string
}
interface Length {
  readonly training: { readonly steps: number }
}

const entries = JSON.parse(readFileSync('resources/gallery/index.json', 'utf8')) as readonly Entry[]
const STEPS = 50
const settle = { timeout: 60_000 }

test.setTimeout(180_000)

for (const { file, name } of entries)
  test(`opens ${name}, trains ${STEPS} steps and draws it`, async ({ page, app }) => {
    await pictureDrawn(page)
    await page.keyboard.press('Alt+g')
    const card = page.locator(`[data-testid=gallery-card][data-file="${file}"]`)
    await card.getByTestId('gallery-untrained').click()
    await expect(page.getByTestId('document-name')).toHaveValue(name)
    await expect(page.getByTestId('view-stage')).toHaveAttribute('data-document', name, settle)
    await expect(page.getByTestId('train')).toBeEnabled(settle)
    await expect(faults(page)).toHaveCount(0)
    await expect.poll(() => framesOf(page), settle).toBeGreaterThan(0)
    const before = await framesOf(page)

    const client = await app.connect()
    await client.call('engine', 'step', { count: STEPS })
    client.close()
    const { training } = JSON.parse(readFileSync(`resources/examples/${file}.flow.json`, 'utf8')) as Length
    await expect.poll(() => stepShown(page), settle).toBeGreaterThanOrEqual(Math.min(STEPS, training.steps))
    await expect.poll(() => framesOf(page), settle).toBeGreaterThan(before)
    await expect(page.getByTestId('notice')).toHaveCount(0)
    await expect(faults(page)).toHaveCount(0)
  })

/** What is wrong, but for the advice on rounded numbers and on rows that are equal by them, which real data has. */
const faults = (page: Page) =>
  page
    .getByTestId('issues')
    .getByRole('listitem')
    .filter({ hasNotText: /distinct values in|rows of training too/ })

/** How often the stage has drawn its view. */
const framesOf = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-testid=view-stage] canvas[data-frame]').first().getAttribute('data-frame'))
