import type { Page } from '@playwright/test'
import { expect } from './app'

/** What a hand does on the screen where a step of a lesson asks for a deed, by the step. */

const field = (key: string, text: string) => async (page: Page) => {
  const box = page.getByTestId(`setting-${key}`).getByRole('textbox')
  await box.fill(text)
  await box.press('Enter')
}

async function add(page: Page, type: string, label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByTestId('command-search').fill(label)
  await page.getByTestId(`found-block/${type}`).click()
}

const select = (page: Page, id: string): Promise<void> =>
  page.getByTestId(`block-${id}`).click({ position: { x: 60, y: 14 } })

const turn =
  (...ids: readonly string[]) =>
  async (page: Page) => {
    for (const id of ids) {
      await select(page, id)
      await page.getByTestId('invert').click()
      await expect(page.getByTestId('invert')).toBeChecked()
    }
  }

const train = async (page: Page): Promise<void> => {
  await page.getByTestId('train').click()
  await expect(page.getByTestId('run-state')).toContainText('finished', { timeout: 90_000 })
}

export const deeds: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'what/training': train,
  'line/taller': field('expression', 'z / 4'),
  'plane/minus-two': field('matrix', '0, 2; 1, 0'),
  'valid/mend': field('expression', 'z < 0 ? 2z + 1 : 1 + z'),
  'stacking/bend': async (page) => {
    await add(page, 'spline-coupling', 'Spline coupling')
    await add(page, 'planar', 'Planar')
  },
  'directions/turn': turn('planar-1', 'planar-2', 'planar-3'),
  'families/realnvp': async (page) => {
    for (const id of ['additive-coupling-1', 'additive-coupling-2']) {
      await select(page, id)
      await page.keyboard.press('Delete')
      await expect(page.getByTestId(`block-${id}`)).toHaveCount(0)
    }
    await add(page, 'affine-coupling', 'Affine coupling')
    await add(page, 'affine-coupling', 'Affine coupling')
  },
  'families/masks': async (page) => {
    await page.getByTestId('setting-mask').getByRole('combobox').selectOption('odd')
  },
  'families/iaf': turn('masked-autoregressive-1', 'masked-autoregressive-2'),
  'inference/objective': async (page) => {
    await page.locator('body').press('Escape')
    await page.getByTestId('objective-type').getByRole('combobox').selectOption('reverse-kl')
  },
  'inference/train': train,
}
