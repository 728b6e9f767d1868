import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** Screenshots of every view, to be looked at: `npm run build && npm run gallery`, which no test run includes. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../e2e/setup.ts',
  globalTeardown: './contents.ts',
  reporter: 'list',
  timeout: 600_000,
  use: { ...base.use, trace: 'off', screenshot: 'off' },
  projects: base.projects?.filter(({ name }) => name === 'web'),
})
