import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

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

/** Files that take minutes, the longest last; all others come before them. */
const long = ['gpuSizes', 'ops', 'flowsInSpace', 'flowsInPlane']

/** What is cheap comes first, so that what is wrong with everything is soon seen. */
class CheapFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => long.indexOf(basename(moduleId, '.test.ts'))
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId)))
  }
}

export default defineConfig({
  resolve: { alias: { '@shared': fileURLToPath(new URL('src/shared', import.meta.url)) } },
  test: {
    include: ['test/webgpu/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    maxWorkers: 2,
    sequence: { sequencer: CheapFirst },
  },
})
