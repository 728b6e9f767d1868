import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** Measurements in the browser, which no test run includes: `npm run build && npx playwright test -c test/bench`. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../e2e/setup.ts',
  reporter: 'list',
  projects: base.projects?.filter(({ name }) => name === 'web'),
})
