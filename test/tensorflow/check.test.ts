import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { usualSettings } from '@shared/rpc/protocol'
import { expect, it } from 'vitest'
import { loadGraph } from '../../src/main/tensorflow/graph/load'
import { writeInstalled, type Installed } from '../../src/main/tensorflow/record'
import { checkModule } from '../../src/main/tensorflow/setup/check'
import { thisMachine } from '../../src/main/tensorflow/setup/machine'
import { findTensorflow } from './support'

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const { module, version } = tensorflow

  it('runs every op and training steps as graphs, with and without XLA', async () => {
    const verdict = await checkModule(thisMachine(), module)
    expect(verdict).toMatchObject({ version, graph: true, xla: true, noGraph: null })
  })

  it('is loaded for plain graphs where the setup found that XLA does not compile, and not where graphs do not run', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'diffeo-record-'))
    const before = process.env['DIFFEO_CACHE']
    const record = { module, version, source: 'wheel', gpu: false, checked: '' } as const
    const load = async (found: Pick<Installed, 'graph' | 'xla'>) => {
      await writeInstalled(cache, { ...record, devices: [], cuda: [], kernels: [], ...found })
      return loadGraph(usualSettings)
    }
    try {
      process.env['DIFFEO_CACHE'] = cache
      const backend = await load({ graph: true, xla: false })
      expect(backend.uses).toMatch(/, as a graph$/)
      expect(backend.hardware?.facts).toMatchObject({ graph: true, xla: false })
      backend.dispose()
      await expect(load({ graph: false, xla: false })).rejects.toThrow(/runs no graphs here\. "npm run setup/)
    } finally {
      if (before === undefined) delete process.env['DIFFEO_CACHE']
      else process.env['DIFFEO_CACHE'] = before
      await rm(cache, { recursive: true })
    }
  })
}
