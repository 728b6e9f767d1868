import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { centreOf, dragRecipe, openDocument, pictureDrawn, stackShown } from './screen'

test('puts a flow of the literature into the stack with one drag, and takes it out with one undo', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Recipes', written(smallDocument('Recipes')))
  const before = await stackShown(page)

  await page.getByTestId('palette-group-recipes').click()
  await dragRecipe(page, 'glow', await centreOf(page.getByTestId('block-affine-coupling-2')))
  await expect.poll(() => stackShown(page)).toHaveLength(before.length + 18)
  expect((await stackShown(page)).filter((label) => label === 'ActNorm')).toHaveLength(6)
  await pictureDrawn(page)

  await page.keyboard.press('Control+z')
  await expect.poll(() => stackShown(page)).toEqual(before)
})
