import { newObjective } from '@shared/document/objective'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { centreOf, dragRecipe, numberIn, openDocument, pictureDrawn, showView, stackShown, stepShown } from './screen'

const settle = 60_000
const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 2000, seed: 1 } as const

/** A flow that moves points by chance, on an energy. */
test('puts a stochastic flow on the double well with one drag, trains it and sees draws for a density', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  const small = smallDocument('Wells')
  const document = { ...small, data: { ...small.data, source }, objective: newObjective('reverse-kl') }
  await openDocument(page, 'Wells', written(document))
  const notice = page.getByTestId('stage-notice')
  await expect(notice).toHaveCount(0)

  await page.getByTestId('palette-group-recipes').click()
  await dragRecipe(page, 'snf', await centreOf(page.getByTestId('block-affine-coupling-2')))
  await expect.poll(() => stackShown(page)).toHaveLength(2 + 16)
  await expect(notice).toHaveText(/No exact density: “Metropolis steps” moves points by chance/, { timeout: settle })

  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: settle }).toBeGreaterThan(20)
  await page.getByTestId('pause').click()
  expect(await numberIn(page.getByTestId('effective-draws'))).toBeGreaterThan(1)

  await showView(page, 'field')
  await expect(notice).toContainText('No exact density')
  await showView(page, 'layers')
  await expect(notice).toHaveCount(0)
  await expect(page.getByTestId('layers-particles')).toBeVisible()
  await expect(page.getByTestId('layers-lattice')).toHaveCount(0)
})

test('says at each block that rows alone give a walk no energy', async ({ page }) => {
  await pictureDrawn(page)
  await openDocument(page, 'Rows', written(smallDocument('Rows')))
  await page.getByTestId('palette-group-recipes').click()
  await dragRecipe(page, 'snf', await centreOf(page.getByTestId('block-affine-coupling-2')))
  await expect(
    page
      .getByText(/walks towards an energy.*Choose an energy as data/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await expect(page.getByTestId('train')).toBeDisabled()
})
