import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { expect, type App } from './app'
import { smallDocument, written } from './documents'
import type { Scene } from './scenes'
import { openDocument, pictureDrawn, stepShown } from './screen'

/** What axe-core finds on a part of the screen, light and dark: nothing serious, and no text of less than 4.5 : 1. */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
export async function faultsIn(page: Page, { name, part }: Pick<Scene, 'name' | 'part'>): Promise<readonly string[]> {
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

/** A small flow after a few steps, on a page that axe can be asked on. */
export async function begin(page: Page, app: App): Promise<void> {
  await pictureDrawn(page)
  await page.evaluate(axe)
  await openDocument(page, 'Looked at', written(smallDocument('Looked at')))
  const client = await app.connect()
  await client.call('engine', 'step', { count: 20 })
  client.close()
  await expect.poll(() => stepShown(page)).toBe(20)
}
