import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn, stepShown, viewsOffered } from './screen'

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
    await expect(page.getByTestId('issues')).toHaveCount(0)

    const client = await app.connect()
    await client.call('engine', 'step', { count: STEPS })
    client.close()
    const { training } = JSON.parse(readFileSync(`resources/examples/${file}.flow.json`, 'utf8')) as Length
    await expect.poll(() => stepShown(page), settle).toBeGreaterThanOrEqual(Math.min(STEPS, training.steps))
    expect(await viewsOffered(page)).not.toHaveLength(0)
    await drawn(page)
    await expect(page.getByTestId('notice')).toHaveCount(0)
  })

/** A canvas of the stage that has something on it. */
const drawn = (page: Page): Promise<void> =>
  expect
    .poll(() => page.locator('[data-testid=view-stage] canvas[data-frame]').first().getAttribute('data-frame'), settle)
    .toMatch(/^[1-9]/)
