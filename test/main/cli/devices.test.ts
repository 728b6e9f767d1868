import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BackendOffer } from '@shared/engine/host'
import type { BackendReport } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { smallDocument } from '../../engine/documents'
import { failing } from '../../tensor/support/failing'
import { run, succeed } from './run'

/** The training step at which the card's device is lost. */
let fatal = 30

/** A card beside the interpreter. */
const offers: readonly BackendOffer[] = [
  { name: 'reference', load: () => Promise.resolve(createReferenceBackend()) },
  {
    name: 'tensorflow',
    accelerator: true,
    load: () => {
      const backend = failing({
        backend: createReferenceBackend(),
        name: 'tensorflow',
        at: fatal,
        as: 'lost',
        counts: (program) => program === 'training step',
      })
      return Promise.resolve({
        ...backend,
        uses: 'a card of a test',
        hardware: { kind: 'gpu', name: 'Testcard 1', facts: { version: '2.21.0' } },
      })
    },
  },
  { name: 'webgpu', accelerator: true, load: () => Promise.reject(new Error('There is no adapter.')) },
]
vi.mock('../../../src/main/engine/backends', () => ({ backendOffers: () => offers }))

describe('the devices of the command line', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-devices-'))
    await writeFile(join(folder, 'small.flow.json'), JSON.stringify(smallDocument()))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const train = (...options: readonly string[]) =>
    run(
      'train',
      join(folder, 'small.flow.json'),
      '--steps',
      '60',
      '--out',
      join(folder, 'm.json'),
      '--metrics',
      join(folder, 'm.jsonl'),
      ...options,
    )
  const model = async () =>
    JSON.parse(await readFile(join(folder, 'm.json'), 'utf8')) as { provenance: Record<string, unknown> }
  const stepsWritten = async () =>
    (await readFile(join(folder, 'm.jsonl'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes('train_'))
      .map((line) => (JSON.parse(line) as { step: number }).step)

  it('are listed with their facts, and measured when asked', async () => {
    const reports = JSON.parse(await succeed('backends', '--json')) as BackendReport[]
    expect(reports).toMatchObject([
      { name: 'reference', tried: true, available: true, chosen: true },
      { name: 'tensorflow', available: true, chosen: false, device: { kind: 'gpu', name: 'Testcard 1', facts: { version: '2.21.0' } } }, // prettier-ignore
      { name: 'webgpu', tried: true, available: false, chosen: false, reason: 'There is no adapter.' },
    ])
    fatal = Infinity
    const measured = await succeed('backends', '--measure')
    fatal = 30
    expect(measured).toMatch(/backend +runs here +steps\/s +GFLOP\/s +why/)
    expect(measured).toMatch(/reference \* +yes +[\d.]+ +[\d.]+ /)
    expect(measured).toMatch(/tensorflow +yes +[\d.]+ +[\d.]+ +a card of a test/)
    expect(measured).toMatch(/webgpu +no +– +– /)
    expect(measured).toContain('Steps of RealNVP 4 × (2×32), batch 256')
  }, 60_000)

  it('that fail under a run cost it the steps since its checkpoint, and no more', async () => {
    const { status, err } = await train('--backend', 'tfjs-node-gpu')
    expect(err).toContain('Training')
    expect(err).toMatch(/on tensorflow, float64/)
    expect(err).toMatch(/tensorflow lost its device: a test said so\. The run continues on reference from its checkpoint at step \d+, \d+ back\./) // prettier-ignore
    expect(status).toBe(0)
    expect((await model()).provenance).toMatchObject({ backend: 'reference', steps: 60 })
    expect(await stepsWritten()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  })

  it('that fail under a run leave the steps before with the times at which they were done', async () => {
    await train('--backend', 'tensorflow', '--metrics', join(folder, 'm.csv'))
    const [header, ...rows] = (await readFile(join(folder, 'm.csv'), 'utf8')).trim().split('\n')
    const column = header.split(',').indexOf('seconds')
    expect(rows).toHaveLength(60)
    expect(rows.map((row) => Number(row.split(',')[column])).every((seconds) => seconds > 0)).toBe(true)
  })

  it('that fail end the command when it is told so, with the model as it was last known', async () => {
    const { status, err } = await train('--backend', 'tensorflow', '--on-device-loss', 'stop')
    expect(status).not.toBe(0)
    expect(err).toContain('The run rests')
    expect(err).toMatch(/Stopped at step \d+ by the failure of its device\. --resume .*m\.json goes on from there\./)
    const { steps } = (await model()).provenance as { steps: number }
    expect(steps).toBeLessThan(30)
    expect(await stepsWritten()).toEqual(Array.from({ length: steps }, (_, i) => i + 1))
  })

  it('are named in the message when there is none of a name', async () => {
    const { status, err } = await train('--backend', 'abacus')
    expect(status).not.toBe(0)
    expect(err).toContain('There is no backend "abacus". Choose one of auto, reference, tensorflow, webgpu')
  })
})
