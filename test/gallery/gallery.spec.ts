import { readFile, mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/app'
import { openDocument, showView, stageShows, stepShown, viewsOffered } from '../e2e/screen'
import { folder, schemes, shotFile, sizes } from './shots'

/** Two, three, one and many dimensions, and the steps after which each has something to show. */
const documents = [
  { file: 'two-moons', steps: 300 },
  { file: 'trefoil', steps: 150 },
  { file: 'planar-mixture-1d', steps: 400 },
  { file: 'change-of-variables', steps: 100 },
  { file: 'breast-cancer', steps: 100 },
] as const

/**
 * Nothing on the stage may have changed for so long before it is taken for drawn, and no wait is longer than the other: what is
 * to be read follows up to 1.3 s after the picture.
 */
const QUIET_MS = 1600
const MOST_MS = 30_000

for (const { file, steps } of documents) {
  test(`shows every view of ${file}`, async ({ page, app }) => {
    await mkdir(folder, { recursive: true })
    await expect(page.getByTestId('train')).toBeEnabled({ timeout: 60_000 })
    const content = await readFile(`resources/examples/${file}.flow.json`)
    const { name } = JSON.parse(content.toString()) as { name: string }
    await openDocument(page, name, content)
    const client = await app.connect()
    await stageShows(page, client, name)
    await client.call('engine', 'step', { count: steps })
    client.close()
    await expect.poll(() => stepShown(page), { timeout: 120_000 }).toBe(steps)
    await expect(page.getByTestId('run-state')).toContainText('paused')
    for (const view of await viewsOffered(page)) {
      await showView(page, view)
      await expect(page.locator('[data-testid="stage-notice"].busy')).toHaveCount(0, { timeout: 60_000 })
      await page.mouse.move(0, 0)
      for (const size of sizes) {
        await page.setViewportSize(size)
        for (const scheme of schemes) {
          await page.emulateMedia({ colorScheme: scheme })
          await atRest(page)
          await page.screenshot({ path: shotFile(file, view, size, scheme) })
        }
      }
      await page.setViewportSize(sizes[0])
    }
  })
}

/** Waits until the stage has come to rest: the pictures write what they show into their attributes. */
async function atRest(page: Page): Promise<void> {
  await page.getByTestId('view-stage').evaluate(
    (stage, [quiet, most]) =>
      new Promise<void>((done) => {
        const finish = (): void => {
          observer.disconnect()
          clearTimeout(latest)
          done()
        }
        let timer = setTimeout(finish, quiet)
        const latest = setTimeout(finish, most)
        const observer = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(finish, quiet)
        })
        observer.observe(stage, { attributes: true, childList: true, characterData: true, subtree: true })
      }),
    [QUIET_MS, MOST_MS] as const,
  )
}
