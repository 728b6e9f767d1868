import { defineConfig } from 'vitest/config'
import { usual } from './vitest.config'

/** Unit tests that take minutes: apart from the others, and run by CI after them. */
export default defineConfig({
  ...usual,
  test: { ...usual.test, include: ['test/**/*.heavy.test.ts'], exclude: [] },
})
