import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { usualSettings } from '@shared/rpc/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findWebgpu, loadWebgpu } from '../../src/main/engine/webgpu'
import { buildEntry, type Built } from '../main/engine/buildEntry'
import { backendHere, found, where } from './support/device'

const run = promisify(execFile)
/** Where what is built elsewhere finds packages. */
const NODE_PATH = fileURLToPath(new URL('../../node_modules', import.meta.url))

describe.skipIf('reason' in found)(where('a process'), () => {
  let built: Built
  beforeAll(async () => {
    built = await buildEntry('test/webgpu/support/exitChild.ts')
  })
  afterAll(async () => {
    await built.remove()
    backendHere().dispose()
  })

  it.each(['dispose', 'exit'])('ends without a crash: %s', async (how) => {
    const { stdout } = await run(process.execPath, [built.entry, how], {
      env: { ...process.env, NODE_PATH },
      timeout: 60_000,
    })
    expect(stdout).toBe('1,4,9')
  })

  it('says what its adapter is, and whether that is no GPU', async () => {
    const { adapter, uses, software } = await findWebgpu()
    expect(uses).toMatch(/buffers of \d+ MiB; \d+ threads with \d+ KiB a workgroup$/)
    const isSwiftShader = /swiftshader/i.test(adapter.info.architecture)
    if (isSwiftShader)
      expect({ software, uses }).toEqual({ software: true, uses: expect.stringContaining('no GPU') as string })
  })

  it('refuses what is not float32', async () => {
    await expect(loadWebgpu({ ...usualSettings, precision: 'float64' })).rejects.toThrow('float32 only')
  })
})

describe('a process without a driver', () => {
  it('is told what is missing', async () => {
    const built = await buildEntry('test/webgpu/support/exitChild.ts')
    const env = { PATH: process.env['PATH'] ?? '', NODE_PATH, VK_ICD_FILENAMES: '/nowhere.json' }
    try {
      const outcome = await run(process.execPath, [built.entry, 'dispose'], { env, timeout: 60_000 }).then(
        ({ stdout }) => stdout,
        ({ stderr }: { readonly stderr: string }) => stderr,
      )
      if (process.platform === 'linux') expect(outcome).toContain('WebGPU finds no GPU: it needs a Vulkan driver')
    } finally {
      await built.remove()
    }
  })
})
