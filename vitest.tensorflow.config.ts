import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests on a real libtensorflow, which `npm run setup:tensorflow` fetches. */
export default defineConfig({
  resolve: { alias: { '@shared': fileURLToPath(new URL('src/shared', import.meta.url)) } },
  test: {
    include: ['test/tensorflow/**/*.test.ts'],
    testTimeout: 120_000,
    // it has threads of its own, and each process of it takes half a gigabyte
    maxWorkers: 1,
  },
})
