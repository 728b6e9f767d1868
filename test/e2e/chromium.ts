import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/**
 * As root too, with WebGL on machines without a graphics card, and nothing asked of the network. Chromium then composes
 * the page in software by itself; asking for SwiftShader throughout would make it copy the whole page with every frame.
 */
export const chromiumFlags = [
  '--no-sandbox',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
] as const

/** The first, which has no window of its own to draw, takes a seventh less time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser to test in: the one named by DIFFEO_CHROMIUM, the machine's own, or Playwright's. Null when there is none. */
export function findChromium(): string | null {
  const named = process.env['DIFFEO_CHROMIUM']
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const own = candidates.find(isProgram)
  if (own) return own
  const bundled = chromium.executablePath()
  return existsSync(bundled) ? bundled : null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
