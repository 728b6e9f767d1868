import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { locateTensorflow } from '../../../src/main/tensorflow/locate'
import { cacheDirectory, writeInstalled, type Installed } from '../../../src/main/tensorflow/record'

describe('the TensorFlow that is loaded', () => {
  let cache: string
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'diffeo-tensorflow-'))
  })
  afterEach(() => rm(cache, { recursive: true }))

  const record = (module: string): Installed => ({
    module,
    version: '2.21.0',
    source: 'wheel',
    gpu: false,
    devices: [],
    cuda: [],
    kernels: [],
    graph: true,
    xla: true,
    checked: '2026-01-01T00:00:00.000Z',
  })
  async function packageAt(name: string): Promise<string> {
    const module = join(cache, name)
    await mkdir(join(module, 'lib', 'napi-v8'), { recursive: true })
    await writeFile(join(module, 'lib', 'napi-v8', 'tfjs_binding.node'), '')
    return module
  }

  it('is what was recorded before what npm has installed', async () => {
    const [module, own] = [await packageAt('made'), await packageAt('own')]
    expect(locateTensorflow({ cache, package: own })).toEqual({ kind: 'found', module: own, installed: null })
    await writeInstalled(cache, record(module))
    expect(locateTensorflow({ cache, package: own })).toMatchObject({ kind: 'found', module })
  })

  it('is the installed one where the record points nowhere, or there is none with what to do', async () => {
    await writeInstalled(cache, record(join(cache, 'gone')))
    const own = await packageAt('own')
    expect(locateTensorflow({ cache, package: own })).toMatchObject({ kind: 'found', module: own })
    expect(locateTensorflow({ cache, package: null })).toMatchObject({
      kind: 'absent',
      reason: expect.stringMatching(/gone, is gone\. "npm run setup:tensorflow"/),
    })
  })

  it('is none where the package has no native part', async () => {
    await mkdir(join(cache, 'half', 'lib'), { recursive: true })
    expect(locateTensorflow({ cache, package: join(cache, 'half') })).toMatchObject({
      kind: 'absent',
      reason: /TensorFlow is not set up/,
    })
  })

  it.each(['', '{', '[]', '{"module": 3}', '{"module": "/x", "version": "2.21.0"}'])(
    'does not mind a damaged record: %s',
    async (text) => {
      await mkdir(join(cache, 'tensorflow'))
      await writeFile(join(cache, 'tensorflow', 'installed.json'), text)
      expect(locateTensorflow({ cache, package: null }).kind).toBe('absent')
    },
  )

  it('lies in the folder that DIFFEO_CACHE names, or in the project', () => {
    expect(cacheDirectory({ DIFFEO_CACHE: '/disk' })).toBe('/disk')
    expect(cacheDirectory({})).toMatch(/\.cache$/)
  })
})
