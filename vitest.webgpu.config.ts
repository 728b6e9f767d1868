import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Where Chromium keeps a Vulkan that needs no GPU, on the systems that the tests run on. */
const softwareDrivers = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
]

// The loader of Vulkan looks at these when a process starts: the tests' own processes inherit them.
const driver = softwareDrivers.find((path) => existsSync(path))
if (driver !== undefined && process.env['VK_ICD_FILENAMES'] === undefined) {
  process.env['VK_ICD_FILENAMES'] = driver
  process.env['LD_LIBRARY_PATH'] = [dirname(driver), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
}

export default defineConfig({
  resolve: { alias: { '@shared': fileURLToPath(new URL('src/shared', import.meta.url)) } },
  test: {
    include: ['test/webgpu/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    maxWorkers: 2,
  },
})
