import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { centreOf, pictureDrawn, stepShown } from './screen'

/** Panels: their sizes and places, by hand and by keys, kept for the next time; and nothing that jumps. */

const widthOf = (page: Page, column: string) =>
  page
    .locator(`[data-column="${column}"]`)
    .boundingBox()
    .then((box) => Math.round(box?.width ?? 0))
const order = (page: Page) =>
  page.locator('[data-column]').evaluateAll((columns) =>
    columns
      .map((column) => ({ name: (column as HTMLElement).dataset.column, left: column.getBoundingClientRect().left }))
      .sort((a, b) => a.left - b.left)
      .map(({ name }) => name),
  )
const choose = async (page: Page, entry: string) => {
  await page.getByTestId('layout-menu').click()
  await page.getByTestId(entry).click()
}

test('panels are resized by dragging and by keys, close and open, and are so the next time', async ({ page }) => {
  await pictureDrawn(page)
  const handle = page.getByRole('separator', { name: 'Width of the stack' })
  const from = await centreOf(handle)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y, { steps: 4 })
  await page.mouse.up()
  expect(await widthOf(page, 'stack')).toBe(440)
  await handle.press('ArrowLeft')
  expect(await widthOf(page, 'stack')).toBe(424)
  await handle.press('Enter')
  await expect(page.getByTestId('rail-stack')).toBeVisible()
  expect(await widthOf(page, 'stack')).toBe(32)

  const inspector = page.getByRole('separator', { name: 'Width of the inspector' })
  await inspector.press('ArrowLeft')
  expect(await widthOf(page, 'inspector')).toBe(296)
  const run = page.getByRole('separator', { name: 'Height of the run' })
  await run.press('End')
  await expect.poll(async () => (await page.getByTestId('timeline').boundingBox())?.height).toBe(420)

  await page.reload()
  await pictureDrawn(page)
  expect(await widthOf(page, 'inspector')).toBe(296)
  await page.getByTestId('rail-stack').click()
  expect(await widthOf(page, 'stack')).toBe(424)
  await page.getByRole('separator', { name: 'Width of the stack' }).dblclick()
  expect(await widthOf(page, 'stack')).toBe(380)
})

test('layouts come with the app, are kept by a name, and go back to the first', async ({ page }) => {
  await pictureDrawn(page)
  await choose(page, 'layout-present')
  for (const rail of ['rail-palette', 'rail-stack', 'rail-inspector', 'rail-run'])
    await expect(page.getByTestId(rail)).toBeVisible()
  await expect(page.getByTestId('announcement')).toHaveText('Layout: Present.')
  await page.keyboard.press('Alt+r')
  await expect(page.getByTestId('training-panel')).toBeVisible()
  await choose(page, 'layout-save')
  await page.getByTestId('layout-name').fill('Lecture')
  await page.keyboard.press('Enter')
  await choose(page, 'layout-reset')
  expect(await widthOf(page, 'stack')).toBe(380)
  await page.reload()
  await pictureDrawn(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Lecture')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('announcement')).toHaveText('Layout: Lecture.')
  await choose(page, 'layout-reset')
  await choose(page, 'layout-own')
  await expect(page.getByTestId('rail-stack')).toBeVisible()
  await expect(page.getByTestId('training-panel')).toBeVisible()
})

test('a panel is carried to another place by its title, or moved there by a command', async ({ page }) => {
  await pictureDrawn(page)
  expect(await order(page)).toEqual(['palette', 'stack', 'picture', 'inspector'])
  const title = await centreOf(page.locator('[data-column="inspector"] h2').first())
  const carry = async () => {
    await page.mouse.move(title.x, title.y)
    await page.mouse.down()
    await page.mouse.move(400, 300, { steps: 4 })
    await page.mouse.move(20, 300, { steps: 4 })
    await expect(page.getByTestId('dock-mark')).toBeVisible()
  }
  await carry()
  await page.keyboard.press('Escape')
  await page.mouse.up()
  expect(await order(page)).toEqual(['palette', 'stack', 'picture', 'inspector'])
  await carry()
  await page.mouse.up()
  expect(await order(page)).toEqual(['inspector', 'palette', 'stack', 'picture'])
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Move to the right: Inspector')
  await page.keyboard.press('Enter')
  await expect.poll(() => order(page)).toEqual(['palette', 'inspector', 'stack', 'picture'])
  await choose(page, 'layout-reset')
  await pictureDrawn(page)
})

test('another size of window has a layout of its own', async ({ page }) => {
  await pictureDrawn(page)
  const handle = page.getByRole('separator', { name: 'Width of the stack' })
  await handle.press('Home')
  await page.setViewportSize({ width: 1100, height: 700 })
  await expect.poll(() => widthOf(page, 'stack')).toBe(380)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect.poll(() => widthOf(page, 'stack')).toBe(260)
})

test('F6 takes the focus from part to part', async ({ page }) => {
  await pictureDrawn(page)
  const part = () =>
    page.evaluate(() => {
      const { activeElement } = document
      return (
        activeElement?.closest<HTMLElement>('[data-column]')?.dataset.column ??
        activeElement?.closest('section, footer')?.getAttribute('aria-label') ??
        activeElement?.closest('header')?.tagName
      )
    })
  const seen: unknown[] = []
  for (let i = 0; i < 7; i++) {
    await page.keyboard.press('F6')
    seen.push(await part())
  }
  expect(new Set(seen)).toEqual(new Set(['HEADER', 'palette', 'stack', 'picture', 'inspector', 'Training', 'Status']))
})

test('nothing jumps while a flow trains, nor when its engine is lost and comes back', async ({ page, app }) => {
  await pictureDrawn(page)
  // what comes by itself, not by a press: https://web.dev/articles/cls
  await page.evaluate(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as never as { value: number; hadRecentInput: boolean }[])
        if (!entry.hadRecentInput) shifts.push(entry.value)
    }).observe({ type: 'layout-shift' })
  })
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(1500)
  await app.killEngine()
  await expect(page.getByTestId('notice')).toContainText('The engine is back', { timeout: 30_000 })
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-state')).toContainText('paused')
  const shifts = await page.evaluate(() => (globalThis as never as { shifts: number[] }).shifts)
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.02)
})
