import type { Page } from '@playwright/test'
import { expect } from './app'
import { answers, type Answer } from '../renderer/lessons/answers'

/** Steps of the lessons as a person goes through them by mouse. */

/** Of all steps, in the order of the lessons. */
export const ids = Object.keys(answers)
export const lessonOf = (id: string): string => id.split('/')[0]

/** Gives an answer at the step that is shown, and waits for the verdict. */
export async function answerIs(page: Page, answer: Answer, verdict: 'right' | 'wrong'): Promise<void> {
  if (typeof answer === 'string') {
    const option = page.getByTestId(`option-${answer}`)
    if (await option.count()) await option.check()
    else await page.getByTestId('lesson-answer').fill(answer)
  }
  await page.getByTestId('lesson-check').click()
  await expect(page.getByTestId('lesson-check')).toBeEnabled({ timeout: 60_000 })
  await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-verdict', verdict)
}

/** Opens a step by the list of lessons, which is open or beside. */
export async function goTo(page: Page, id: string): Promise<void> {
  if (!(await page.getByTestId('lesson-list').isVisible())) await page.getByTestId('lesson-list-button').click()
  const step = page.getByTestId(`step-${id}`)
  if (!(await step.isVisible())) await page.getByTestId(`lesson-${lessonOf(id)}`).click()
  await step.click()
  await expect(page.getByTestId('lesson-step')).toHaveAttribute('data-step', id)
}
