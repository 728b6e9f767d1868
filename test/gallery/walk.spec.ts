import { mkdir, readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { parseModel } from '@shared/document/validate'
import { Random } from '@shared/math/random'
import { expect, test } from '../e2e/app'
import { dropFile, pictureDrawn, stepShown } from '../e2e/screen'
import { folder, shotFile, sizes } from './shots'

/** A newcomer's way from the first start to a model of a table of their own, a picture at every stop. */

const REST_MS = 700

/** Rivers as somebody might have them in a spreadsheet: skewed sizes that hang together, a name, and a cell left out. */
function rivers(): string {
  const random = new Random(3)
  const rows = Array.from({ length: 400 }, (_, i) => {
    const size = random.normal()
    const km = Math.exp(5 + 0.7 * size + 0.25 * random.normal())
    const basin = Math.exp(8 + 1.2 * size + 0.4 * random.normal())
    const flow = Math.exp(4 + 1.1 * size + 0.6 * random.normal())
    return `River ${String(i + 1)},${km.toFixed(1)},${basin.toFixed(0)},${i % 57 === 13 ? '' : flow.toFixed(1)}`
  })
  return ['name,length_km,basin_km2,discharge', ...rows].join('\n')
}

test('from the first start to a model of their own table', async ({ page }) => {
  await mkdir(folder, { recursive: true })
  let stop = 0
  const look = async (name: string) => {
    stop++
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(REST_MS)
      await page.screenshot({ path: shotFile('walk', `${String(stop)}-${name}`, size, 'light') })
    }
    await page.setViewportSize(sizes[0])
  }
  const started = Date.now()

  await pictureDrawn(page)
  await look('first-start')
  await dropFile(page, { name: 'rivers.csv', content: rivers() })
  await expect(page.getByTestId('table-import')).toBeVisible()
  await look('table-dropped')
  await page.getByTestId('import-use').click()
  await expect(page.getByTestId('table-import')).toBeHidden()
  await look('table-taken')
  await page.getByTestId('open-workshop').click()
  await page.getByTestId('workshop-problems').click()
  await expect(page.getByTestId('problem-skewed-discharge')).toBeVisible()
  await look('workshop-problems')
  for (const column of ['length_km', 'basin_km2', 'discharge']) {
    await page
      .getByTestId(`problem-skewed-${column}`)
      .getByRole('button', { name: `Logarithm of ${column}` })
      .click()
    await expect(page.getByTestId(`problem-skewed-${column}`)).toBeHidden()
  }
  await page.getByTestId('workshop-columns').click()
  await expect(page.getByTestId('transforms').locator('li')).toContainText('length_km, basin_km2, discharge')
  await look('workshop-columns')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 120_000 }).toBeGreaterThan(100)
  await look('training')
  // so few rows end by themselves, when the validation gets no better
  await expect(page.getByTestId('run-state')).toContainText('stopped early', { timeout: 120_000 })
  await look('trained')
  await page.getByTestId('volume-closer').click()
  await look('closer')
  await page.getByTestId('evaluate').click()
  await expect(page.getByTestId('evaluation-line').first()).toBeVisible({ timeout: 60_000 })
  await look('evaluated')
  await page.keyboard.press('Escape')
  const model = parseModel(await exported(page))
  expect(model.ok).toBe(true)
  await look('exported')
  console.log(`${String(stop)} stops in ${String(Math.round((Date.now() - started) / 1000))} s`)
})

async function exported(page: Page): Promise<string> {
  const coming = page.waitForEvent('download')
  await page.getByTestId('export').click()
  return readFile(await (await coming).path(), 'utf8')
}
