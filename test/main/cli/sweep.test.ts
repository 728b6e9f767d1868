import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import { smallDocument } from '../../engine/documents'
import { run, succeed } from './run'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-sweep-'))
  path = join(folder, 'small.flow.json')
  await writeFile(path, serialise(smallDocument({ steps: 20 })))
})
afterAll(() => rm(folder, { recursive: true }))

const machine = ['--backend', 'reference']

it('trains a grid and ranks it, best first, a model for each', async () => {
  const out = join(folder, 'grid')
  const axes = ['--axis', 'training.optimizer.learningRate=log:0.0001:0.1:2', '--axis', 'training.batchSize=16,32']
  const said = await succeed('sweep', path, ...axes, '--out', out, ...machine)
  expect((await readdir(out)).sort()).toEqual(['001', '002', '003', '004'].map((name) => `${name}.model.json`).concat('ranking.json')) // prettier-ignore
  const { ranked } = JSON.parse(await readFile(join(out, 'ranking.json'), 'utf8')) as {
    ranked: { mean: number; values: number[] }[]
  }
  const losses = ranked.map(({ mean }) => mean)
  expect(losses).toEqual([...losses].sort((a, b) => a - b))
  expect(ranked[0].values[0]).toBe(0.1)
  expect(said.split('\n')).toHaveLength(2 + 4 + 1)
})

it('halves what is drawn at random, the same way each time', async () => {
  const halving = [
    '--axis',
    'training.optimizer.learningRate=log:0.0001:0.1:2',
    '--halving',
    '4',
    '--eta',
    '2',
    '--least',
    '5',
  ]
  const steps = async (name: string) => {
    await succeed('sweep', path, ...halving, '--out', join(folder, name), ...machine)
    const { ranked } = JSON.parse(await readFile(join(folder, name, 'ranking.json'), 'utf8')) as {
      ranked: { step: number; mean: number }[]
    }
    return ranked.map(({ step, mean }) => [step, mean])
  }
  const first = await steps('one')
  expect(first.map(([step]) => step)).toEqual([20, 10, 5, 5])
  expect(await steps('two')).toEqual(first)
})

it('says which variant is wrong, and how an axis is written', async () => {
  const wrong = await run('sweep', path, '--axis', 'training.batchSize=16,0', '--out', folder)
  expect(wrong.status).toBe(1)
  expect(wrong.err).toContain('Variant 2')
  const unread = await run('sweep', path, '--axis', 'training.batchSize', '--out', folder)
  expect(unread.err).toContain('PATH=')
})
