import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { targetEntries } from '@shared/catalogue/targets'
import type { Assessment } from '@shared/learn/evaluation/evaluate'
import type { FlowDocument } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { smallDocument } from '../../engine/documents'
import { run, succeed } from './run'

let folder = ''
const at = (name: string): string => join(folder, name)

const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 400, seed: 1 } as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-energy-'))
  const document = smallDocument({ steps: 60, batchSize: 128, validateEvery: 20 })
  await writeFile(at('well.flow.json'), serialise({ ...document, data: { ...document.data, source } }))
  const train = ['train', at('well.flow.json'), '--objective', 'reverse-kl', '--metrics', at('metrics.jsonl')]
  const { out } = await run(...train, '--out', at('well.json'))
  expect(out).toMatch(/free energy -?\d+\.\d{4}, best possible -?\d+\.\d{4} \(nats, 60 steps\)/)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a model of a target with an energy', () => {
  it('has a loss that is not called NLL', async () => {
    const lines = (await readFile(at('metrics.jsonl'), 'utf8')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Record<string, number>)
    expect(entries[0]).toHaveProperty('train_loss')
    expect(entries.filter((entry) => 'validation_loss' in entry).map(({ step }) => step)).toEqual([20, 40, 60])
    expect(entries.some((entry) => 'train_nll' in entry)).toBe(false)
  })

  it('tells what its loss is the sum of, and how far it is annealed', async () => {
    const document = JSON.parse(await readFile(at('well.flow.json'), 'utf8')) as FlowDocument
    const annealing = { kind: 'temperature', steps: 4, from: 0.5 } as const
    const objective = { type: 'jeffreys', gradient: 'score', annealing } as const
    await writeFile(at('both.flow.json'), serialise({ ...document, objective }))
    await succeed(
      'train',
      at('both.flow.json'),
      '--steps',
      '4',
      '--metrics',
      at('both.jsonl'),
      '--out',
      at('both.json'),
    )
    const lines = (await readFile(at('both.jsonl'), 'utf8')).trim().split('\n')
    const steps = lines
      .map((line) => JSON.parse(line) as { train_loss?: number; train_parts: Record<string, number>; beta: number })
      .filter((line) => line.train_loss !== undefined)
    expect(steps.map(({ beta }) => beta)).toEqual([0.5, 0.75, 1, 1])
    for (const { train_loss: loss, train_parts: parts } of steps) {
      expect(Object.keys(parts)).toEqual(['NLL', 'free energy'])
      expect(parts.NLL + parts['free energy']).toBeCloseTo(loss!, 4)
    }
  })

  it('is judged by weights of its draws, by quadrature and by annealing', async () => {
    const judged = await succeed('evaluate', at('well.json'), '--json', '--anneal', '20')
    const { energy, annealed } = JSON.parse(judged) as Assessment & {
      annealed: { logZ: { mean: number; standardError: number } }
    }
    const { weights, logZ, reverseKl, modes } = energy!
    const { freeEnergy } = weights
    expect(reverseKl).toBeCloseTo(freeEnergy.mean + logZ!, 1)
    expect(weights.effectiveShare).toBeGreaterThan(0)
    expect(weights.effectiveShare).toBeLessThan(1)
    expect(modes).toHaveLength(2)
    expect(Math.abs(annealed.logZ.mean - logZ!)).toBeLessThan(5 * annealed.logZ.standardError + 0.02)
    const words = await succeed('evaluate', at('well.json'), '--no-integral')
    for (const word of ['free energy', 'effective draws', 'ln Z by weights', 'mode 2']) expect(words).toContain(word)
  })
})

describe('reference', () => {
  it('draws from a target by name, and says how far to trust it', async () => {
    const draw = ['reference', 'u2', '-n', '400', '--warmup', '200', '--seed', '3']
    const diagnosis = JSON.parse(await succeed(...draw, '--json', '--out', at('draws.csv'))) as { rHat: number[] }
    expect(diagnosis.rHat).toHaveLength(2)
    const lines = (await readFile(at('draws.csv'), 'utf8')).trim().split('\n')
    expect(lines[0]).toBe('x,y')
    expect(lines).toHaveLength(401)
    expect(await succeed(...draw)).toContain('effective draws')
  })

  it('takes an energy that is typed, and says where it is wrong', async () => {
    expect(await succeed('reference', 'energy: (x - 1)^2 + y^2', '-n', '100', '--warmup', '50')).toContain('R̂')
    const { status, err } = await run('reference', 'energy: x + q')
    expect(status).not.toBe(0)
    expect(err).toContain('at character 5: expected x, y, z, pi, e or a function, found "q"')
  })

  it('takes a document, and refuses what has rows alone', async () => {
    expect(await succeed('reference', at('well.flow.json'), '-n', '100', '--warmup', '50')).toContain('R̂')
    const { status, err } = await run('reference', 'two-moons')
    expect(status).not.toBe(0)
    expect(err).toContain('has rows alone, expected an energy')
  })
})

describe('targets', () => {
  it('lists every target with its mass', async () => {
    const words = await succeed('targets')
    for (const { type } of targetEntries) expect(words).toContain(type)
    expect(words).toMatch(/^u1 +2 +1\.8775 +2\.6600 /m)
    expect(words).toMatch(/^funnel +2 to 32 /m)
    const listed = JSON.parse(await succeed('targets', '--json')) as { type: string; formula: string; logZ: number }[]
    expect(listed.map(({ type }) => type)).toEqual(targetEntries.map(({ type }) => type))
    expect(listed.every(({ logZ }) => Number.isFinite(logZ))).toBe(true)
  })
})
