import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findEnergy } from '@shared/learn/data'
import { reportWeights } from '@shared/learn/evaluation/importance'
import { newObjective } from '@shared/document/objective'
import { serialise } from '@shared/document/serialise'
import { smallDocument } from '../../engine/documents'
import { run, succeed } from './run'

let folder = ''
const at = (name: string): string => join(folder, name)
const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 400, seed: 1 } as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-stochastic-'))
  const types = ['metropolis', 'affine', 'metropolis', 'metropolis', 'metropolis']
  const document = smallDocument({ steps: 20, batchSize: 64, validateEvery: 10 }, types)
  const walking = { ...document, data: { ...document.data, source }, objective: newObjective('reverse-kl') }
  await writeFile(at('walk.flow.json'), serialise(walking))
  await succeed('train', at('walk.flow.json'), '--out', at('walk.json'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const table = async (name: string) => {
  const [head, ...rows] = (await readFile(at(name), 'utf8')).trim().split('\n')
  return { head, rows: rows.map((row) => row.split(',').map(Number)) }
}

describe('a model that moves points by chance', () => {
  it('is told to bound the NLL that it was trained by', async () => {
    const train = ['train', at('walk.flow.json'), '--objective', 'maximum-likelihood', '--steps', '10']
    expect(await succeed(...train, '--out', at('bound.json'))).toMatch(/validation NLL at most -?\d+\.\d{4}, best/)
  })

  it('draws the same rows with and without weights, which tell ln Z', async () => {
    const sample = ['sample', at('walk.json'), '-n', '4000', '--seed', '3']
    await succeed(...sample, '--out', at('plain.csv'))
    await succeed(...sample, '--weights', '--out', at('weighed.csv'))
    const [plain, weighed] = [await table('plain.csv'), await table('weighed.csv')]
    expect(weighed.head).toBe(`${plain.head},log_weight`)
    expect(weighed.rows.map((row) => row.slice(0, 2))).toEqual(plain.rows)
    const { logZ } = reportWeights(Float64Array.from(weighed.rows, (row) => row[2]))
    const energy = findEnergy(source)
    if (!energy.ok) throw new Error('no such energy')
    expect(Math.abs(logZ.mean - energy.value.logZ!)).toBeLessThan(5 * logZ.standardError)
  })

  it.each([
    ['logprob', '--in', 'plain.csv', '--out', 'p.csv'],
    ['inspect', '--field', 'density', '--out', 'd.json'],
    ['inspect', '--field', 'logdet', '--out', 'd.json'],
    ['evaluate', '--no-integral', '--anneal', '5'],
  ])('has no density, which %s says of the block', async (command, ...options) => {
    const files = options.map((option) => (/\.(csv|json)$/.test(option) ? at(option) : option))
    const { status, err } = await run(command, at('walk.json'), ...files)
    expect(status).not.toBe(0)
    expect(err).toContain('block "metropolis-1" (metropolis) moves points by chance')
  })

  it('shows paths and carries points both ways', async () => {
    await succeed('inspect', at('walk.json'), '--field', 'trajectory', '--points', '20', '--out', at('paths.json'))
    await succeed('transform', at('walk.json'), '--direction', 'inverse', '--in', at('plain.csv'), '--out', at('z.csv'))
    const { rows } = await table('z.csv')
    expect(rows.flat().every(Number.isFinite)).toBe(true)
  })

  it('is judged by its paths', async () => {
    const words = await succeed('evaluate', at('walk.json'))
    for (const part of ['NLL at most', 'effective draws', 'none: points move by chance']) expect(words).toContain(part)
    expect(words).not.toContain('round-trip')
    expect(await succeed('evaluate', at('walk.json'), '--no-integral', '--costs')).toContain('metropolis')
  })
})

it('weighs no draws of a model whose data has rows alone', async () => {
  await writeFile(at('moons.flow.json'), serialise(smallDocument({ steps: 2 })))
  await succeed('train', at('moons.flow.json'), '--out', at('moons.json'))
  const { status, err } = await run('sample', at('moons.json'), '-n', '5', '--weights', '--out', at('none.csv'))
  expect(status).not.toBe(0)
  expect(err).toContain('--weights needs an energy')
})
