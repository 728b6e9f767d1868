import { expect, test } from './app'
import { people } from './people'
import { pictureDrawn, stepShown } from './screen'

/** The data workshop: a table is seen, mended, transformed, undone and trained on. */

test('sees what is wrong with a table, mends and transforms it, undoes, and trains', async ({ page, app }) => {
  await pictureDrawn(page)
  await page.getByTestId('inspect-data').click()
  await page
    .getByTestId('data-file')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(people) })
  await page.getByTestId('import-use').click()
  await expect(page.getByTestId('data-panel')).toContainText('people.csv')
  await page.getByTestId('open-workshop').click()
  const sheet = page.getByTestId('workshop')
  await expect(sheet.getByTestId('workshop-summary')).toContainText('people.csv: 270 rows, 3 columns')

  // the table, by income: the largest first, then back to the gaps at the end
  await page.getByTestId('sort-income').click()
  await page.getByTestId('sort-income').click()
  const cell = (row: number, column: number) => sheet.getByTestId('workshop-row').nth(row).locator('td').nth(column)
  const number = async (row: number) => Number((await cell(row, 0).innerText()).replace(/[^\d.]/g, ''))
  await expect.poll(() => number(0)).toBeGreaterThan(50_000)
  expect(await number(0)).toBeGreaterThanOrEqual(await number(1))
  await sheet.getByTestId('workshop-rows').evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(sheet.getByTestId('workshop-row').last()).toContainText('missing')

  // problems, and the buttons that mend them
  await page.getByTestId('workshop-problems').click()
  const problem = (id: string) => page.getByTestId(`problem-${id}`)
  await expect(problem('missing')).toContainText('7 of 270 rows lacked a number: left out')
  await problem('missing').getByRole('button', { name: 'Fill by medians' }).click()
  await expect(problem('missing')).toContainText('7 of 270 rows lacked a number: filled by medians')
  await expect(problem('duplicates')).toContainText('30 rows are duplicates')
  await expect(problem('leak')).toBeVisible()
  await problem('duplicates').getByRole('button', { name: 'Keep each row once' }).click()
  await expect(problem('duplicates')).toContainText('30 duplicate rows: left out')
  await expect(problem('leak')).toBeHidden()
  await problem('discrete-children').getByRole('button', { name: 'Dequantise children' }).click()
  await expect(problem('discrete-children')).toBeHidden()
  await problem('skewed-income').getByRole('button', { name: 'Logarithm of income' }).click()
  await expect(problem('skewed-income')).toBeHidden()

  // what the transforms make of the columns
  await page.getByTestId('workshop-columns').click()
  const steps = page.getByTestId('transforms').locator('li')
  await expect(steps).toContainText(['Dequantise children', 'ln x of income'])
  const skewness = async () =>
    Number(/skewness ([−\d.]+)/.exec(await page.getByTestId('after-income').innerText())![1].replace('−', '-'))
  await expect.poll(skewness).toBeLessThan(0.5)
  await page.getByTestId('workshop-undo').click()
  await expect(steps).toHaveCount(1)
  await expect.poll(skewness).toBeGreaterThan(2)
  await page.getByTestId('workshop-redo').click()
  await expect(steps).toHaveCount(2)
  await page.getByTestId('transform-kind').locator('select').selectOption('yeo-johnson')
  await page.getByTestId('transform-column').locator('select').selectOption('wave')
  await page.getByTestId('transform-add').click()
  await expect(page.getByTestId('after-wave')).toContainText('λ')

  await page.getByTestId('workshop-correlations').click()
  await expect(page.getByTestId('correlations').locator('td.number').first()).toHaveText('1.00')
  await page.getByTestId('correlation-spearman').click()
  await expect(page.getByTestId('correlations')).toBeVisible()

  await page.getByTestId('workshop-split').click()
  await expect(page.getByTestId('split-counts').locator('li')).toHaveText([
    '180 rows to train',
    '12 to validate',
    '48 to test',
  ])
  await page.getByTestId('split-by-order').click()
  await expect(page.getByTestId('split-counts')).toContainText('180 rows to train')

  await page.getByTestId('workshop-download').click()
  await page.getByTestId('download-set').locator('select').selectOption('toy:pinwheel')
  const saved = page.waitForEvent('download')
  await page.getByTestId('download-save').click()
  expect((await saved).suggestedFilename()).toBe('pinwheel.csv')

  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(page.getByTestId('run-state')).toContainText('ready to train')
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(5)
  const client = await app.connect()
  const { data } = await client.call('engine', 'exportModel', {})
  client.close()
  expect(data.preprocessing.map(({ type }) => type)).toEqual(['dequantise', 'log', 'yeo-johnson', 'standardise'])
})
