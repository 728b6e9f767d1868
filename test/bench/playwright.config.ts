import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/**
 * Measurements in the browser, which no test run includes: `npm run build && npx playwright test -c test/bench`.
 * Without Playwright's own recording, whose screen shots take a core of their own.
 */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../e2e/setup.ts',
  reporter: 'list',
  use: { ...base.use, trace: 'off', screenshot: 'off' },
  projects: base.projects?.filter(({ name }) => name === 'web'),
})
