import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@shared': fileURLToPath(new URL('src/shared', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/bench/**', 'test/tensorflow/**', 'test/webgpu/**', '**/*.heavy.test.ts'],
    // ends what hangs; a machine with other work on it takes minutes for the longest
    testTimeout: 300_000,
    // left to itself it keeps one processor free, which of two is half of the machine
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
