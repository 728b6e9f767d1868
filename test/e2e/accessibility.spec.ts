import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { expect, test, type App } from './app'
import { smallDocument, written } from './documents'
import { closeTop, menus, messages, panels, sheets, type Scene } from './scenes'
import { openDocument, pictureDrawn, showView, stepShown, viewsOffered } from './screen'

/** What axe-core finds on every screen, sheet and menu, light and dark: nothing serious, and no text of less than 4.5 : 1. */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// a scene that cannot be shown ends the test at once
test.use({ actionTimeout: 15_000 })

/** Serious and critical violations in a part of the screen, one line for each element. */
async function violationsIn(page: Page, part: string, rules?: readonly string[]): Promise<readonly string[]> {
  const { violations } = await page.evaluate(
    ([selector, only]) =>
      (window as never as { axe: { run(within: object, options: object): Promise<AxeResults> } }).axe.run(
        { include: [selector] },
        { resultTypes: ['violations'], preload: false, ...(only && { runOnly: only }) },
      ) as Promise<Pick<AxeResults, 'violations'>>,
    [part, rules] as const,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const [why] = [...any, ...all, ...none]
        return `${id}: ${target.join(' ')}: ${why?.message ?? ''}`
      }),
    )
}

/** All rules in one theme, and those on colours in the other: nothing else differs between them. */
async function faultsIn(page: Page, { name, part }: Pick<Scene, 'name' | 'part'>): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [scheme, rules] of [
    ['light', ['color-contrast']],
    ['dark', undefined],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await coloursAtRest(page, scheme)
    faults.push(...(await violationsIn(page, part, rules)).map((fault) => `${name}, ${scheme}: ${fault}`))
  }
  return faults
}

/** Colours turn from one theme to the other within moments, and mean nothing until they have. */
const coloursAtRest = (page: Page, scheme: string): Promise<unknown> =>
  page.waitForFunction(
    (theme) =>
      document.documentElement.dataset['theme'] === theme &&
      new Promise<boolean>((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => done(!document.getAnimations().some((move) => move instanceof CSSTransition))),
        ),
      ),
    scheme,
  )

async function begin(page: Page, app: App): Promise<void> {
  await pictureDrawn(page)
  await page.evaluate(axe)
  await openDocument(page, 'Looked at', written(smallDocument('Looked at')))
  const client = await app.connect()
  await client.call('engine', 'step', { count: 20 })
  client.close()
  await expect.poll(() => stepShown(page)).toBe(20)
}

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
