import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { pictureDrawn } from './screen'
import { answers } from '../renderer/lessons/answers'

/** A lesson from end to end without a mouse, and that lessons leave everything else alone. */

const stepShown = (page: Page, id: string): Promise<void> =>
  expect(page.getByTestId('lesson-step')).toHaveAttribute('data-step', id)

/** Tab by tab to what is wanted, from wherever the focus is. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab')
    if (await page.getByTestId(testId).evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`The focus does not come to ${testId}.`)
}

async function answer(page: Page, text: string, verdict: 'right' | 'wrong'): Promise<void> {
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', verdict, { timeout: 30_000 })
}

test('a lesson is gone through by keys alone', async ({ page }) => {
  await pictureDrawn(page)
  await page.keyboard.press('Alt+l')
  await expect(page.getByTestId('lesson-list')).toBeFocused()
  await tabTo(page, 'lesson-line')
  await page.keyboard.press('Enter')
  await tabTo(page, 'step-line/reach')
  await page.keyboard.press('Enter')

  for (const step of ['reach', 'height', 'back', 'bell']) {
    const { right, wrong } = answers[`line/${step}`]
    await stepShown(page, `line/${step}`)
    await expect(page.getByRole('heading', { level: 3, name: /./ }).and(page.locator(':focus'))).toHaveCount(1)
    await tabTo(page, 'lesson-answer')
    await answer(page, wrong[0][1] as string, 'wrong')
    await answer(page, right as string, 'right')
    await page.keyboard.press('Alt+j')
  }

  // a deed: the block's own field, found by its name
  await stepShown(page, 'line/taller')
  await page.keyboard.press('Alt+Enter')
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', 'wrong', { timeout: 30_000 })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('f(z)')
  await page.keyboard.press('Enter')
  const field = page.getByTestId('setting-expression').getByRole('textbox')
  await expect(field).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1 - z/4')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Alt+Enter')
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', 'right', { timeout: 30_000 })

  await page.keyboard.press('Alt+j')
  await stepShown(page, 'line/bent')
  await tabTo(page, 'lesson-answer')
  await answer(page, '0.3989 / 1.8', 'right')
  await page.keyboard.press('Alt+k')
  await stepShown(page, 'line/taller')
  await page.keyboard.press('Alt+l')
  await expect(page.getByTestId('lessons')).toHaveCount(0)
})

test('lessons leave other documents alone and go on where they were left', async ({ page }) => {
  await pictureDrawn(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('A matrix and its area')
  await page.keyboard.press('Enter')
  await stepShown(page, 'plane/area')
  await expect(page.getByTestId('tab')).toHaveCount(2)
  await expect(page.getByTestId('tab').filter({ hasText: 'Two moons' })).toHaveCount(1)
  await expect(page.getByTestId('lesson-tab')).toHaveCount(1)

  // the answer is given away by the figure once there is one
  await expect(page.getByTestId('area')).not.toContainText('det')
  await page.getByTestId('lesson-answer').fill('3')
  await page.getByTestId('lesson-check').click()
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', 'right')
  await expect(page.getByTestId('area')).toContainText('det = 3')

  // the next document takes the place of this one, and a learner's own changes can be had again
  await page.getByTestId('lesson-next').click()
  await stepShown(page, 'plane/height')
  await page.getByTestId('lesson-next').click()
  await page.getByTestId('setting-matrix').getByRole('textbox').fill('0, 2; 1, 0')
  await page.getByTestId('setting-matrix').getByRole('textbox').press('Enter')
  await page.getByTestId('lesson-check').click()
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', 'right')
  await page.getByTestId('lesson-restore').click()
  await expect(page.getByTestId('setting-matrix').getByRole('textbox')).toHaveValue('2, 1; 0, 1.5')
  await page.getByTestId('undo').click()
  await page.getByTestId('lesson-next').click()
  await stepShown(page, 'plane/mirror')
  await expect(page.getByTestId('tab')).toHaveCount(2)
  await page.keyboard.press('Alt+Shift+w')
  await expect(page.getByTestId('tab')).toHaveCount(3)
  await expect(page.getByTestId('lesson-away')).toBeVisible()
  await page.getByTestId('lesson-bring').click()
  await expect(page.getByTestId('lesson-away')).toHaveCount(0)

  await page.reload()
  await stepShown(page, 'plane/mirror')
  await page.getByTestId('lesson-list-button').click()
  await expect(page.getByTestId('lesson-plane')).toContainText('2/5')
  await page.getByTestId('lesson-close').click()
  await expect(page.getByTestId('lessons')).toHaveCount(0)
})
