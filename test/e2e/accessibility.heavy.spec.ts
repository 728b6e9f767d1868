import { expect, test } from './app'
import { begin, faultsIn } from './axe'
import { closeTop, menus, messages, panels, sheets } from './scenes'
import { showView, viewsOffered } from './screen'

/** What axe-core finds on every screen, sheet and menu; the file beside has the rest. */

// a scene that cannot be shown ends the test at once
test.use({ actionTimeout: 15_000 })

for (const [name, scenes] of Object.entries({ panels, menus, sheets, messages })) {
  test(`has nothing serious for axe to find in its ${name}`, async ({ page, app }) => {
    test.setTimeout(300_000)
    await begin(page, app)
    const faults: string[] = []
    for (const scene of scenes) {
      await test.step(scene.name, async () => {
        await scene.show(page)
        faults.push(...(await faultsIn(page, scene)))
        await (scene.hide ?? closeTop)(page)
      })
    }
    expect(faults).toEqual([])
  })
}

test('has nothing serious for axe to find in its views', async ({ page, app }) => {
  test.setTimeout(300_000)
  await begin(page, app)
  const faults: string[] = []
  for (const view of await viewsOffered(page)) {
    await showView(page, view)
    await expect(page.locator('[data-testid="stage-notice"].busy')).toHaveCount(0, { timeout: 60_000 })
    faults.push(...(await faultsIn(page, { name: view, part: '[data-testid=view-stage]' })))
  }
  expect(faults).toEqual([])
})
