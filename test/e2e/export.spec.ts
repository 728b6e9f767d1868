import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { readTable } from '@shared/learn/data/readers/read'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { dropFile, openDocument, pictureDrawn, showView, stackShown } from './screen'

/** Pictures, numbers and films leave the app as files that say what the window said. */

const STEPS = 60

/** Chooses an entry of the export menu by keyboard and answers the file. */
async function taken(page: Page, entry: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export picture' }).press('Enter')
  const item = page.getByTestId(entry)
  await item.focus()
  const download = page.waitForEvent('download')
  await item.press('Enter')
  return fileOf(await download)
}

async function fileOf(download: { suggestedFilename(): string; path(): Promise<string> }) {
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** Sides and the share of pixels per colour, the most frequent first, as a browser decodes the file. */
function pixelsOf(page: Page, png: Buffer) {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)
    return { colours: new Set(pixels).size, corner: pixels[0]! >>> 24 }
  }, png.toString('base64'))
}

/** Width and height in a PNG's header. */
const sides = (png: Buffer): readonly [number, number] => {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect(png.subarray(12, 16).toString('latin1')).toBe('IHDR')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

test('takes the trained density away as PNG, SVG, CSV and NPY', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: STEPS })
  await expect(page.getByTestId('density-canvas')).toHaveAttribute('data-step', String(STEPS), { timeout: 30_000 })
  const stem = `two-moons-density-step-${String(STEPS)}`

  await test.step('PNG, as large as it is asked for', async () => {
    const [one, two] = [await taken(page, 'export-png-1'), await taken(page, 'export-png-2')]
    expect(two.name).toBe(`${stem}.png`)
    const [width, height] = sides(one.bytes)
    const stage = (await page.getByTestId('view-stage').boundingBox())!
    expect(width).toBeGreaterThan(0.8 * stage.width)
    expect(height).toBeGreaterThan(0.6 * stage.height)
    expect(sides(two.bytes)).toEqual([2 * width, 2 * height])
    const { colours, corner } = await pixelsOf(page, two.bytes)
    expect(colours).toBeGreaterThan(200)
    expect(corner).toBe(255)

    await page.getByRole('button', { name: 'Export picture' }).press('Enter')
    await page.getByTestId('export-png-width').press('Enter')
    await page.getByTestId('export-width').locator('input').fill('1000')
    const download = page.waitForEvent('download')
    await page.getByTestId('export-width-save').click()
    expect(sides((await fileOf(await download)).bytes)[0]).toBe(1000)
  })

  await test.step('PNG without a ground', async () => {
    await page.getByRole('button', { name: 'Export picture' }).press('Enter')
    await page.getByTestId('export-transparent').press('Enter')
    await page.keyboard.press('Escape')
    expect((await pixelsOf(page, (await taken(page, 'export-png-1')).bytes)).corner).toBe(0)
  })

  await test.step('SVG, with its axes, labels and regions as vectors', async () => {
    const { name, bytes } = await taken(page, 'export-svg')
    expect(name).toBe(`${stem}.svg`)
    const found = await page.evaluate((text) => {
      const svg = new DOMParser().parseFromString(text, 'image/svg+xml')
      return {
        faults: svg.querySelectorAll('parsererror').length,
        images: svg.querySelectorAll('image[href^="data:image/png;base64,"]').length,
        lines: svg.querySelectorAll('.isoline').length,
        texts: [...svg.querySelectorAll('text')].map((label) => label.textContent),
      }
    }, bytes.toString('utf8'))
    expect(found).toMatchObject({ faults: 0, lines: 3 })
    expect(found.images).toBeGreaterThanOrEqual(2)
    const { opened } = await client.call('engine', 'attach', {})
    const columns = opened!.data.columns.map((column) => column.name)
    expect(found.texts).toEqual(expect.arrayContaining([...columns, '50 %', '80 %', '95 %', '0']))
  })

  await test.step('CSV and NPY, with the values that the engine computes', async () => {
    for (const extension of ['csv', 'npy']) {
      const { name, bytes } = await taken(page, `export-${extension}`)
      expect(name).toBe(`${stem}.${extension}`)
      const read = await readTable(name, new Uint8Array(bytes))
      if (!read.ok) throw new Error(read.issues[0].message)
      const { columns, rows } = read.value
      expect(rows).toBe(256 ** 2)
      if (extension === 'csv') expect(columns.map((column) => column.name)).toEqual(['x', 'y', 'log_p'])
      const [x, y, logP] = columns.map(({ values }) => values)
      const some = Array.from({ length: 200 }, (_, i) => i * 327)
      const points = Float64Array.from(some.flatMap((row) => [x[row]!, y[row]!]))
      const { logDensity } = await client.call('engine', 'probe', { points })
      for (const [i, row] of some.entries()) {
        const error = Math.abs(logP[row]! - logDensity[i]!) / Math.max(1, Math.abs(logDensity[i]!))
        expect(error, `row ${String(row)}`).toBeLessThan(1e-5)
      }
    }
  })
  client.close()
})

test('opens a picture as the flow that it has inside, and says so of one without', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Small', written(smallDocument('Small')))
  const bare = await taken(page, 'export-png-1')
  await page.getByRole('button', { name: 'Export picture' }).press('Enter')
  await page.getByTestId('export-with-flow').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('export-with-flow')).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('Escape')
  for (const entry of ['export-png-1', 'export-svg']) {
    const { name, bytes } = await taken(page, entry)
    await openDocument(page, 'Other', written(smallDocument('Other')))
    await dropFile(page, { name, content: bytes })
    await expect(page.getByTestId('document-name')).toHaveValue('Small')
    await expect.poll(() => stackShown(page)).toHaveLength(2)
    await expect(page.getByTestId('view-stage')).toHaveAttribute('data-document', 'Small', { timeout: 30_000 })
  }
  await dropFile(page, { name: bare.name, content: bare.bytes })
  await expect(page.getByRole('alert')).toContainText('got one without')
})

test('takes charts of many columns away as SVG', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Wine', readFileSync('resources/examples/wine.flow.json'))
  for (const view of ['corner', 'parallel']) {
    await showView(page, view)
    await expect(page.getByTestId(`${view}-canvas`)).toHaveAttribute('data-frame', /[1-9]/, { timeout: 30_000 })
    const { name, bytes } = await taken(page, 'export-svg')
    expect(name).toBe(`wine-${view}-step-0.svg`)
    const found = await page.evaluate((text) => {
      const svg = new DOMParser().parseFromString(text, 'image/svg+xml')
      return {
        faults: svg.querySelectorAll('parsererror').length,
        data: svg.querySelectorAll('.data').length,
        model: svg.querySelectorAll('.model').length,
        images: svg.querySelectorAll('image').length,
        texts: [...svg.querySelectorAll('text')].map((label) => label.textContent),
      }
    }, bytes.toString('utf8'))
    expect(found.faults).toBe(0)
    expect(found.texts).toContain('alcohol')
    if (view === 'corner') {
      expect(found.model, 'a line for each of eight columns').toBe(8)
      expect(found.images, 'heat of each pair').toBe(28)
      expect(found.data).toBeGreaterThanOrEqual(8 + 28)
    } else {
      expect(found.images).toBe(0)
      expect(Math.min(found.data, found.model)).toBeGreaterThan(50)
    }
  }
})

test('films the training until it is stopped, and one pass through the layers', async ({ page }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  const film = async (start: string, during: () => Promise<void>): Promise<Buffer> => {
    const download = page.waitForEvent('download', { timeout: 60_000 })
    await page.getByRole('button', { name: 'Export picture' }).press('Enter')
    await page.getByTestId(start).press('Enter')
    await expect(page.getByTestId('export-stop')).toBeVisible()
    await during()
    const { name, bytes } = await fileOf(await download)
    expect(name).toMatch(/^two-moons-(density|layers)-step-\d+\.webm$/)
    await expect(page.getByRole('button', { name: 'Export picture' })).toBeVisible()
    return bytes
  }
  const isFilm = (bytes: Buffer): void => {
    expect(bytes.subarray(0, 4).toString('hex'), 'EBML').toBe('1a45dfa3')
    expect(bytes.length).toBeGreaterThan(10_000)
  }

  isFilm(
    await film('export-film-webm', async () => {
      await page.getByTestId('train').click()
      const canvas = page.getByTestId('density-canvas')
      await expect.poll(async () => Number(await canvas.getAttribute('data-step')), { timeout: 30_000 }).toBeGreaterThan(40) // prettier-ignore
      await page.getByTestId('export-stop').click()
    }),
  )
  await page.getByTestId('pause').click()

  await page.getByTestId('view-tab-layers').click()
  const canvas = page.getByTestId('layers-canvas')
  await expect(canvas).toHaveAttribute('data-layer', /./)
  const before = await canvas.getAttribute('data-layer')
  isFilm(
    await film('export-pass-webm', async () => {
      await expect.poll(() => canvas.getAttribute('data-layer')).not.toBe(before)
    }),
  )
  await expect(canvas).toHaveAttribute('data-layer', before!)
})
