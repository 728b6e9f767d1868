import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { stackOf } from '@shared/document/chain'
import { parseModel } from '@shared/document/validate'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { openDocument, pictureDrawn, stackShown } from './screen'

/** The whole work without a mouse. */

const announced = (page: Page): Locator => page.getByTestId('announcement')

/** A ring or a change of border that is there with the focus and not without it. */
async function expectFocusVisible(element: Locator): Promise<void> {
  await expect(element).toBeFocused()
  const ring = await element.evaluate((node) => {
    const look = (candidate: Element) => {
      const { outlineStyle, outlineWidth, borderColor, boxShadow } = getComputedStyle(candidate)
      return JSON.stringify([outlineStyle, outlineWidth, borderColor, boxShadow])
    }
    const shown = [node, node.parentElement!]
    const focused = shown.map(look)
    ;(node as HTMLElement).blur()
    const blurred = shown.map(look)
    ;(node as HTMLElement).focus({ focusVisible: true } as FocusOptions)
    return { focused, blurred }
  })
  expect(ring.focused).not.toEqual(ring.blurred)
}

test('builds, reorders and trains a stack by keys alone, and says each deed', async ({ page, app }) => {
  await pictureDrawn(page)
  await openDocument(page, 'By keys', written(smallDocument('By keys')))

  await page.keyboard.press('/')
  const search = page.getByTestId('palette-search')
  await expectFocusVisible(search)
  await page.keyboard.type('actnorm')
  await page.keyboard.press('Enter')
  await expect(announced(page)).toHaveText('ActNorm inserted as block 3 of 3.')
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'Affine coupling', 'ActNorm'])

  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowDown')
  await expectFocusVisible(page.getByTestId('palette-item-spline-coupling'))
  await page.keyboard.press('Enter')
  await expect(announced(page)).toHaveText('Spline coupling inserted as block 4 of 4.')

  const block = page.getByTestId('block-spline-coupling-1')
  await tabTo(page, block)
  await expectFocusVisible(block)
  await page.keyboard.press('Alt+ArrowDown')
  await expect(announced(page)).toHaveText('Spline coupling moved to block 3 of 4.')
  await expectFocusVisible(block)
  await expect
    .poll(() => stackShown(page))
    .toEqual(['Affine coupling', 'Affine coupling', 'Spline coupling', 'ActNorm'])

  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('block-actnorm-1')).toBeFocused()
  await expect(page.getByTestId('block-actnorm-1')).toHaveAttribute('aria-label', /; selected$/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
  await expect(announced(page)).toHaveText('Spline coupling removed; its neighbours are joined.')
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'Affine coupling', 'ActNorm'])

  await page.keyboard.press('Control+z')
  await expect(announced(page)).toHaveText('Undone: Remove Spline coupling.')
  await page.keyboard.press('Control+Shift+z')
  await expect(announced(page)).toHaveText('Redone: Remove Spline coupling.')

  const engine = await app.connect()
  await page.keyboard.press('Control+Enter')
  const training = async () => {
    const { document, status } = await engine.call('engine', 'attach', {})
    return document?.graph.nodes.length === 5 && status.state.kind === 'training' && status.step > 0
  }
  await expect.poll(training, { timeout: 60_000 }).toBe(true)
  engine.close()
  await expect(page.getByTestId('run-state')).toContainText('training')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('run-state')).toContainText('paused')
})

test('builds, sets, trains and exports a model by keys alone, and never loses the focus', async ({ page }) => {
  test.setTimeout(100_000)
  await pictureDrawn(page)
  /** Presses keys one after another; after each of them, something has the focus. */
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key)
      await expect.poll(() => page.evaluate(() => document.activeElement !== document.body), key).toBe(true)
    }
  }
  const command = async (words: string, id: string): Promise<void> => {
    await press('Control+k')
    await expect(page.getByTestId('command-search')).toBeFocused()
    await page.keyboard.type(words)
    await expect(page.locator('[role=option][aria-selected=true]')).toHaveAttribute('data-testid', `found-${id}`)
    await press('Enter')
    await expect(page.getByTestId('command-palette')).toBeHidden()
  }

  await press('/', 'Alt+n')
  await expect.poll(() => stackShown(page)).toEqual([])
  for (const block of ['affine coupling', 'affine coupling', 'actnorm']) {
    await press('/')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(block)
    await press('Enter')
  }
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'Affine coupling', 'ActNorm'])

  const block = page.getByTestId('block-affine-coupling-1')
  await press('Escape')
  await tabTo(page, page.locator('[data-node][tabindex="0"]'))
  await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp')
  await expect(block).toBeFocused()
  await press('Control+d', 'Alt+ArrowUp', 'Control+b', 'Control+z', 'Control+g', 'Control+Shift+g', 'Delete')
  await press('Control+z', 'Control+Shift+z', 'Control+z', 'Control+z', 'Control+z', 'Control+z', 'Control+z')
  await expect.poll(() => stackShown(page)).toEqual(['Affine coupling', 'Affine coupling', 'ActNorm'])

  const steps = page.getByTestId('training-steps').getByRole('spinbutton')
  await press('Escape')
  for (let i = 0; i < 200 && (await steps.and(page.locator(':focus')).count()) === 0; i++) {
    await page.keyboard.press('Tab') // behind the last control it goes to the browser's own
    // a block that has the focus is selected and fills the inspector
    if ((await page.locator('[data-testid=canvas] :focus').count()) > 0) await press('Escape')
  }
  await expect(steps).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('60')
  await press('Enter', 'Control+Enter')
  await expect(page.getByTestId('run-state')).toContainText('finished', { timeout: 120_000 })
  await press('Alt+ArrowRight')
  await command('evaluate', 'command/training.evaluate')
  await expect(page.getByTestId('evaluation-line').first()).toBeVisible({ timeout: 90_000 })
  await press('Escape')

  const download = page.waitForEvent('download')
  await command('export model', 'command/file.export-model')
  const model = parseModel(await readFile(await (await download).path(), 'utf8'))
  if (!model.ok) throw new Error(model.issues[0].message)
  expect(stackOf(model.value.document).bijectors.map(({ type }) => type)).toEqual([
    'affine-coupling',
    'affine-coupling',
    'actnorm',
  ])
  expect(model.value.provenance.steps).toBe(60)
  await press('Control+z')
})

test('shows the stack as a list that works by keys and tells screen readers where they are', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'As a list', written(smallDocument('As a list')))
  await tabTo(page, page.getByTestId('stack-mode'))
  await page.keyboard.press('Enter')

  const list = page.getByRole('listbox', { name: /stack/i })
  const titles = async () =>
    (await list.getByRole('option').allInnerTexts()).map((text) => text.replaceAll('\n', ' ').trim())
  await expect.poll(titles).toHaveLength(4)
  const before = await titles()
  await tabTo(page, list.getByRole('option').first())
  await page.keyboard.press('ArrowDown')
  const second = page.getByTestId('row-affine-coupling-1')
  const name = await page.locator(':focus').getAttribute('data-testid')
  expect(name).toMatch(/^row-affine-coupling/)
  await expect(page.locator(':focus')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(announced(page)).toHaveText('Affine coupling moved to block 1 of 2.')
  expect(await titles()).not.toEqual(before)
  await page.keyboard.press('Delete')
  await expect(announced(page)).toHaveText('Affine coupling removed; its neighbours are joined.')
  await expect(list.getByRole('option')).toHaveCount(3)
  await expect(second.or(page.getByTestId('row-affine-coupling-2'))).toBeFocused()
})

test('reaches every control of the screen by Tab, and shows all keys at "?"', async ({ page }) => {
  await pictureDrawn(page)
  const controls = page.locator('button, input, select, [data-node], [role=tab], canvas[tabindex]')
  const unreached = new Set(await controls.evaluateAll(namesOfTabbable))
  const last = 2 * unreached.size
  for (let i = 0; i < last && unreached.size > 0; i++) {
    await page.keyboard.press('Tab')
    // A block that has the focus is selected and fills the inspector; Escape clears the selection, not the focus.
    if ((await page.locator('[data-testid=canvas] :focus').count()) > 0) await page.keyboard.press('Escape')
    const [name] = await page.locator(':focus').evaluateAll(namesOfTabbable)
    unreached.delete(name)
  }
  expect([...unreached]).toEqual([])

  await page.locator('body').press('?')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('Search blocks')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

/** What a screen reader calls the elements that are shown, can be used and are not left to arrow keys. */
function namesOfTabbable(elements: readonly Element[]): readonly string[] {
  return elements
    .filter((element) => element.checkVisibility() && !element.matches(':disabled, [tabindex="-1"]'))
    .map((element) => element.getAttribute('aria-label') ?? element.textContent.trim())
}

/** Presses Tab until the focus is on an element. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await element.evaluate((node) => node === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('120 presses of Tab did not reach the element.')
}
