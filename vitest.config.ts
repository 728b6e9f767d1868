import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Of all unit tests, whichever suite they are in. */
export const usual = {
  plugins: [vue()],
  resolve: { alias: { '@shared': fileURLToPath(new URL('src/shared', import.meta.url)) } },
  test: {
    // ends what hangs; a machine with other work on it takes minutes for the longest
    testTimeout: 300_000,
    // left to itself it keeps one processor free, which of two is half of the machine
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
} satisfies ViteUserConfig

/** Files that put something in the place of a module or a global, or whose figures hang on what ran in their process before. */
const apart = ['test/main/**/*.test.ts', 'test/preload/**/*.test.ts', 'test/engine/pictures/sparseGrid.test.ts']
const other = ['test/{e2e,bench,tensorflow,webgpu}/**', '**/*.heavy.test.ts']

export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    projects: [
      // One process for many files: to load the modules for each of them takes a third as long as the tests.
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: [...other, ...apart], isolate: false },
      },
      { extends: true, test: { name: 'apart', include: apart, exclude: other } },
    ],
  },
})
