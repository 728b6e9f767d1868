import { expect, test } from './app'
import { begin, faultsIn } from './axe'
import { deeds } from './lessonDeeds'
import { answerIs, goTo, ids, lessonOf } from './lessonSteps'
import { pictureDrawn } from './screen'
import { answers } from '../renderer/lessons/answers'

/** Every step of every lesson: a wrong answer is met by a hint, the right one is taken, by mouse and in the order of keys. */

for (const lesson of new Set(ids.map(lessonOf)))
  test(`the steps of "${lesson}" take right answers and refuse wrong ones`, async ({ page }) => {
    test.setTimeout(600_000)
    await pictureDrawn(page)
    await page.getByTestId('learn').click()
    for (const id of ids.filter((other) => lessonOf(other) === lesson)) {
      await test.step(id, async () => {
        await goTo(page, id)
        const { right, wrong } = answers[id]
        // of a deed what is wrong at first is that it was not done
        const wrongs = deeds[id] ? wrong.slice(0, 1) : wrong
        for (const [, answer] of wrongs) await answerIs(page, answer, 'wrong')
        await deeds[id]?.(page)
        await answerIs(page, right, 'right')
      })
    }
    await page.getByTestId('lesson-list-button').click()
    const count = ids.filter((other) => lessonOf(other) === lesson).length
    await expect(page.getByTestId(`lesson-${lesson}`)).toContainText(`${String(count)}/${String(count)}`)
  })

test('every step is reached by keys, and nobody is kept out of any', async ({ page, app }) => {
  test.setTimeout(600_000)
  await begin(page, app)
  await page.keyboard.press('Alt+l')
  await page.getByTestId(`step-${ids[0]}`).press('Enter')
  for (const [i, id] of ids.entries()) {
    await expect(page.getByTestId('lesson-step')).toHaveAttribute('data-step', id)
    expect(await faultsIn(page, { name: id, part: '[data-testid=lessons]' })).toEqual([])
    if (i < ids.length - 1) await page.keyboard.press('Alt+j')
  }
})
