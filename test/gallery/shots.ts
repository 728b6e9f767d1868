import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'

/** Where the pictures go, beside an index.html that shows them all. Not kept in the repository. */
export const folder = resolve('gallery')

export const schemes = ['light', 'dark'] as const
export const sizes = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
] as const

type Scheme = (typeof schemes)[number]
type Size = (typeof sizes)[number]

/** `two-moons.density.1440x900.dark.png`: contents.ts reads the pictures' names back. */
export const shotName = (document: string, view: string, { width, height }: Size, scheme: Scheme): string =>
  `${[document, view, `${String(width)}x${String(height)}`, scheme].join('.')}.png`

export const shotFile = (...of: Parameters<typeof shotName>): string => join(folder, shotName(...of))

/** Until what moves or fades is over. */
export const REST_MS = 700

/** Pictures of the screen as it is in both sizes and themes; `atSize` is done anew in every size. */
export async function pictureAll(
  page: Page,
  document: string,
  view: string,
  atSize?: () => Promise<unknown>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const size of sizes) {
    await page.setViewportSize(size)
    await atSize?.()
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.waitForTimeout(REST_MS)
      await page.screenshot({ path: shotFile(document, view, size, scheme) })
    }
  }
}
