import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './test/e2e/chromium'

/** Tests that take minutes: apart from the others, and run by CI after them. */
const heavy = '**/*.heavy.spec.ts'

const inBrowser: PlaywrightTestConfig['use'] = {
  browserName: 'chromium',
  launchOptions: { executablePath: findChromium() ?? undefined, args: [...chromiumFlags] },
}

/** End-to-end tests: the built app in a real browser, and in Electron where its binary is present. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/setup.ts',
  // Each test trains for real, and two trainings on two cores only wait for each other.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    // a trace, which `--trace on` records, takes half as long again
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'web', testIgnore: ['electron.spec.ts', heavy], use: inBrowser },
    { name: 'electron', testMatch: 'electron.spec.ts' },
    { name: 'heavy', testMatch: heavy, use: inBrowser },
  ],
})
