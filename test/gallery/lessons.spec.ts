import { expect, test } from '../e2e/app'
import { deeds } from '../e2e/lessonDeeds'
import { answerIs, goTo, ids, lessonOf } from '../e2e/lessonSteps'
import { pictureDrawn } from '../e2e/screen'
import { answers } from '../renderer/lessons/answers'
import { pictureAll, REST_MS, schemes, shotFile, sizes } from './shots'

/** Lessons: the list in every size and theme, and each step once, with its right answer, sizes and themes in turn. */

test('list', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('learn').click()
  await expect(page.getByTestId('lesson-list')).toBeVisible()
  await pictureAll(page, 'lessons', 'list')
})

for (const lesson of new Set(ids.map(lessonOf)))
  test(lesson, async ({ page }) => {
    await pictureDrawn(page)
    await page.getByTestId('learn').click()
    for (const id of ids.filter((other) => lessonOf(other) === lesson)) {
      const turn = ids.indexOf(id) % 2
      // a deed asks for the inspector, for which a narrow window has no room beside a lesson
      const [size, scheme] = [deeds[id] ? sizes[0] : sizes[turn], schemes[turn]]
      const look = async (name: string) => {
        await page.waitForTimeout(REST_MS)
        await page.screenshot({ path: shotFile('lessons', `${id.replace('/', '-')}-${name}`, size, scheme) })
      }
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: scheme })
      await goTo(page, id)
      await look('asked')
      await deeds[id]?.(page)
      await answerIs(page, answers[id].right, 'right')
      await look('answered')
    }
  })
