import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock, setData } from '@shared/document/edits'
import type { ModelFile } from '@shared/document/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './run'

/** Commands on a model of p(x | c): three bumps on a line, by their label. */

let folder: string
const at = (name: string) => join(folder, name)

async function lines(name: string): Promise<string[][]> {
  return (await readFile(at(name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','))
}

async function succeed(...argv: readonly string[]): Promise<string> {
  const { status, out, err } = await run(...argv)
  expect(status, err).toBe(0)
  return out
}

const refused = async (...argv: readonly string[]): Promise<string> => {
  const { status, err } = await run(...argv)
  expect(status).not.toBe(0)
  return err
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-given-'))
  let document = newDocument('Bumps')
  document = insertBlock(document, newBlockAt(document, 'affine-coupling', 0), 0)
  document = setData(document, {
    source: { kind: 'toy', name: 'mixture-1d', samples: 2000, seed: 1, settings: {}, fresh: false },
  })
  const training = { ...document.training, steps: 300, batchSize: 200 }
  training.optimizer = { ...training.optimizer, learningRate: 0.02 }
  await writeFile(at('bumps.flow.json'), JSON.stringify({ ...document, training }))
  const said = await succeed('train', at('bumps.flow.json'), '--context', 'label', '--out', at('model.json'))
  // each bump is a Gaussian, which an affine map of the base reaches
  const [, nll, best] = /test NLL (\S+), best possible (\S+)/.exec(said)!.map(Number)
  expect(nll - best).toBeLessThan(0.08)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a model with context', () => {
  it('keeps what its columns are', async () => {
    const { data } = JSON.parse(await readFile(at('model.json'), 'utf8')) as ModelFile
    expect(data.context).toEqual([{ name: 'label', kind: 'class', classes: ['left', 'middle', 'right'] }])
  })

  it('draws the rows of the class that is given', async () => {
    const means = { left: -2, middle: 0.5, 2: 2.5 }
    for (const [label, mean] of Object.entries(means)) {
      await succeed('sample', at('model.json'), '-n', '400', '--given', `label=${label}`, '--out', at('s.csv'))
      const [header, ...rows] = await lines('s.csv')
      expect(header).toEqual(['x', 'label'])
      expect(rows.every(([, name]) => name === (label === '2' ? 'right' : label))).toBe(true)
      expect(rows.reduce((sum, [x]) => sum + Number(x) / 400, 0)).toBeCloseTo(mean, 0)
    }
  })

  it('draws the classes of its data where none is given, and tells the densities of such a file', async () => {
    await succeed('sample', at('model.json'), '-n', '1000', '--out', at('all.csv'))
    const rows = (await lines('all.csv')).slice(1)
    const share = (label: string) => rows.filter(([, name]) => name === label).length / rows.length
    expect(share('left')).toBeCloseTo(0.3, 1)
    expect(share('middle')).toBeCloseTo(0.45, 1)
    await succeed('logprob', at('model.json'), '--in', at('all.csv'), '--out', at('own.csv'))
    const own = (await lines('own.csv')).slice(1).map(Number)
    const held = ['--in', at('all.csv'), '--given', 'label=left', '--out', at('left.csv')]
    await succeed('logprob', at('model.json'), ...held)
    const left = (await lines('left.csv')).slice(1).map(Number)
    rows.forEach(([, name], i) => {
      if (name === 'left') expect(own[i]).toBe(left[i])
    })
    expect(own.reduce((sum, value) => sum + value)).toBeGreaterThan(left.reduce((sum, value) => sum + value))
  })

  it('is evaluated on rows with their labels, and carries points there and back', async () => {
    const report = JSON.parse(await succeed('evaluate', at('model.json'), '--json')) as Record<string, number>
    expect(report.integral).toBeCloseTo(1, 3)
    expect(report.nll - report.entropy).toBeLessThan(0.08)
    const on = await succeed('evaluate', at('model.json'), '--data', 'mixture-1d', '--no-integral')
    expect(on).toContain('20000')
    const there = ['transform', at('model.json'), '--direction', 'inverse', '--given', 'label=right']
    await writeFile(at('x.csv'), 'x\n2.5\n1\n')
    await succeed(...there, '--in', at('x.csv'), '--out', at('z.csv'))
    await writeFile(at('z1.csv'), ['z1', ...(await lines('z.csv')).slice(1).map(([z]) => z)].join('\n') + '\n')
    const back = ['transform', at('model.json'), '--direction', 'forward', '--given', 'label=right']
    await succeed(...back, '--in', at('z1.csv'), '--out', at('back.csv'))
    expect((await lines('back.csv')).slice(1).map(([x]) => Number(x).toFixed(9))).toEqual([
      '2.500000000',
      '1.000000000',
    ])
  })

  it('says what may be given', async () => {
    const sample = ['sample', at('model.json'), '-n', '1', '--out', at('s.csv'), '--given']
    expect(await refused(...sample, 'label=top')).toContain('expected one of left, middle, right')
    expect(await refused(...sample, 'colour=red')).toContain("a column of the model's context: label")
    expect(await refused(...sample, 'label=left,label=right')).toContain('given 2 times')
    const train = ['train', at('bumps.flow.json'), '--out', at('m.json'), '--context']
    expect(await refused(...train, 'size')).toContain('the data offers label (class)')
    expect(await refused(...train, 'label:number')).toContain('the data offers label (class)')
    await writeFile(at('x.csv'), 'x\n2.5\n')
    const logprob = ['logprob', at('model.json'), '--in', at('x.csv'), '--out', at('l.csv')]
    expect(await refused(...logprob)).toContain('context column "label": there is no such column')
  })
})
