import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { recipes } from '@shared/catalogue/recipes'
import { blocks } from '@shared/catalogue/registry'
import type { DocumentDiff } from '@shared/document/diff'
import type { FlowDocument } from '@shared/document/schema'
import { newBlockAt, newDocument } from '@shared/document/create'
import { addFrame, addNote, insertBlock } from '@shared/document/edits'
import type { ModelFile } from '@shared/document/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, succeed } from './run'

let folder: string
const at = (name: string) => join(folder, name)

/** The numbers of a CSV without its header, row by row. */
async function numbers(name: string): Promise<number[][]> {
  const [, ...lines] = (await readFile(at(name), 'utf8')).trim().split('\n')
  return lines.map((line) => line.split(',').map(Number))
}

const onReference = ['--backend', 'reference']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-cli-'))
  const empty = newDocument('Small')
  const one = insertBlock(empty, newBlockAt(empty, 'affine-coupling', 0), 0)
  const two = insertBlock(one, newBlockAt(one, 'affine-coupling', 1), 1)
  const document = {
    ...two,
    data: { ...two.data, source: { ...two.data.source, samples: 400 } },
    training: { ...two.training, steps: 12, batchSize: 64, validateEvery: 5 },
  }
  await writeFile(at('small.flow.json'), JSON.stringify(document))
  const train = ['train', at('small.flow.json'), ...onReference, '--seed', '4', '--metrics', at('metrics.jsonl')]
  await succeed(...train, '--out', at('model.json'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('train', () => {
  it('writes the same parameters for the same seed, others for another', async () => {
    const parameters = async (seed: string) => {
      await succeed('train', at('small.flow.json'), ...onReference, '--seed', seed, '--out', at(`seed-${seed}.json`))
      return (JSON.parse(await readFile(at(`seed-${seed}.json`), 'utf8')) as ModelFile).parameters
    }
    const model = JSON.parse(await readFile(at('model.json'), 'utf8')) as ModelFile
    expect(await parameters('4')).toEqual(model.parameters)
    expect(await parameters('5')).not.toEqual(model.parameters)
  })

  it('says on what it trains, and when that is on other than the threads asked for', async () => {
    const asked = ['train', at('small.flow.json'), ...onReference, '--steps', '1', '--out', at('told.json')]
    const { err } = await run(...asked, '--threads', 'auto')
    expect(err).toContain(' parameters on reference, float64, one thread.\n')
    expect(err).not.toContain('note')
    if (availableParallelism() === 1) return
    expect((await run(...asked, '--threads', '2')).err).toContain('note: reference trains this on one thread, not 2.\n')
  })

  it('writes every step and validation, in order', async () => {
    const lines = (await readFile(at('metrics.jsonl'), 'utf8')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Record<string, number>)
    const steps = entries.filter((entry) => 'train_nll' in entry).map(({ step }) => step)
    expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(entries.filter((entry) => 'validation_nll' in entry).map(({ step }) => step)).toEqual([5, 10, 12])
  })

  it("goes on from a model's weights and counts its steps on", async () => {
    const more = ['--resume', at('model.json'), '--steps', '3', '--metrics', at('more.jsonl')]
    await succeed('train', at('small.flow.json'), ...onReference, ...more, '--out', at('more.json'))
    const resumed = JSON.parse(await readFile(at('more.json'), 'utf8')) as ModelFile
    expect(resumed.provenance.steps).toBe(15)
    const [first] = (await readFile(at('more.jsonl'), 'utf8')).split('\n')
    const fresh = (await readFile(at('metrics.jsonl'), 'utf8')).split('\n')[0]
    const nll = (line: string) => (JSON.parse(line) as { train_nll: number }).train_nll
    expect(nll(first)).toBeLessThan(nll(fresh))
  })

  it('stops at the first validation that reaches a target, and says when none did', async () => {
    const stop = (nll: string) =>
      run('train', at('small.flow.json'), ...onReference, '--until-nll', nll, '--out', at('target.json'))
    const reached = await stop('1e3')
    expect(reached.err).toContain('Stops at a validation NLL of 1000 or less (40 rows, looked at every 5 steps).')
    expect(reached.out).toContain('5 steps')
    const missed = await stop('-50')
    expect(missed.status).toBe(0)
    expect(missed.err).toContain('did not reach -50')
    expect(missed.out).toContain('12 steps')
    expect((await stop('soon')).err).toContain('Expected a number, got "soon"')
  })

  it('trains on fresh rows where there is a generator, and keeps that in the model', async () => {
    const train = ['train', at('small.flow.json'), ...onReference, '--fresh', '--seed', '4', '--out', at('fresh.json')]
    await succeed(...train)
    const model = JSON.parse(await readFile(at('fresh.json'), 'utf8')) as ModelFile
    expect(model.document.data.source).toMatchObject({ kind: 'toy', fresh: true })
    const tabled = JSON.parse(await readFile(at('model.json'), 'utf8')) as ModelFile
    expect(model.parameters).not.toEqual(tabled.parameters)
    expect((await run(...train, '--data', 'iris')).err).toContain(
      'only a generator has fresh rows, "iris" has just its own',
    )
    await writeFile(at('fresh.flow.json'), JSON.stringify(model.document))
    const rows = (part: string) =>
      run('data', '--document', at('fresh.flow.json'), '--part', part, '--out', at('rows.csv'))
    expect((await rows('train')).err).toContain('every batch has fresh rows')
    expect((await rows('test')).status).toBe(0)
  })

  it('trains on a file given in place of the data', async () => {
    await succeed('data', 'circles', '-n', '150', '--seed', '2', '--out', at('circles.csv'))
    const other = ['--data', at('circles.csv'), '--steps', '2']
    const said = await succeed('train', at('small.flow.json'), ...onReference, ...other, '--out', at('other.json'))
    expect(said).toMatch(/test NLL \d/)
  })
})

describe('sample, logprob and transform', () => {
  it('agree on densities: log p(x) = log p(z) + log|det ∂z/∂x|', async () => {
    await succeed('sample', at('model.json'), '-n', '20', '--seed', '7', '--out', at('x.csv'))
    await succeed('logprob', at('model.json'), '--in', at('x.csv'), '--out', at('lp.csv'))
    const inverse = ['--direction', 'inverse', '--in', at('x.csv'), '--out', at('z.csv'), '--layers', at('layers.csv')]
    await succeed('transform', at('model.json'), ...inverse)
    const logProb = (await numbers('lp.csv')).flat()
    expect(logProb).toHaveLength(20)
    ;(await numbers('z.csv')).forEach(([z1, z2, logDet], row) => {
      const base = -0.5 * (z1 ** 2 + z2 ** 2) - Math.log(2 * Math.PI)
      expect(logProb[row]).toBeCloseTo(base + logDet, 9)
    })
    // z, then one line for each of two blocks
    expect(await readFile(at('layers.csv'), 'utf8').then((text) => text.trim().split('\n'))).toHaveLength(1 + 20 * 3)
  })

  it('go back where they came from', async () => {
    const forward = ['--direction', 'forward', '--in', at('z-only.csv'), '--out', at('back.csv')]
    const z = await numbers('z.csv')
    await writeFile(at('z-only.csv'), ['z1,z2', ...z.map(([a, b]) => `${a},${b}`)].join('\n'))
    await succeed('transform', at('model.json'), ...forward)
    const [x, back] = [await numbers('x.csv'), await numbers('back.csv')]
    back.forEach(([a, b, logDet], row) => {
      expect(a).toBeCloseTo(x[row][0], 9)
      expect(b).toBeCloseTo(x[row][1], 9)
      expect(logDet).toBeCloseTo(-z[row][2], 9)
    })
  })

  it('draw the same rows for the same seed', async () => {
    await succeed('sample', at('model.json'), '-n', '20', '--seed', '7', '--out', at('again.csv'))
    expect(await numbers('again.csv')).toEqual(await numbers('x.csv'))
    await succeed('sample', at('model.json'), '-n', '20', '--seed', '8', '--out', at('again.csv'))
    expect(await numbers('again.csv')).not.toEqual(await numbers('x.csv'))
  })
})

describe('evaluate', () => {
  it('tells on request what each block costs, each way', async () => {
    const told = await succeed('evaluate', at('model.json'), '--no-integral', '--costs')
    expect(told).toMatch(/block +z → x, 1000 rows +x → z, 1000 rows/)
    expect(told).toMatch(/affine-coupling +\d[\d.e-]* ms +\d[\d.e-]* ms/)
  })

  it("judges by the document's own test rows, which training never saw", async () => {
    const own = JSON.parse(await succeed('evaluate', at('model.json'), '--json')) as Record<string, number>
    const model = JSON.parse(await readFile(at('model.json'), 'utf8')) as ModelFile
    expect(own.rows).toBe(40)
    expect(own.nll).toBeCloseTo(model.metrics.testNll!, 4)
    expect(Math.abs(own.integral - 1)).toBeLessThan(1e-3)
    expect(own.roundTripError).toBeLessThan(1e-10)
    await succeed('data', '--document', at('small.flow.json'), '--part', 'test', '--out', at('test.csv'))
    const same = await succeed('evaluate', at('model.json'), '--data', at('test.csv'), '--json')
    expect((JSON.parse(same) as { nll: number }).nll).toBeCloseTo(own.nll, 6)
  })

  it('leaves integrals out when they are not asked for, and nothing else', async () => {
    const ask = async (...more: string[]) =>
      JSON.parse(await succeed('evaluate', at('model.json'), '--json', ...more)) as Record<string, unknown>
    expect(await ask('--no-integral')).toEqual({ ...(await ask()), integral: null, truth: null })
  })
})

describe('the lists', () => {
  it('name every block, data set and backend', async () => {
    const listed = JSON.parse(await succeed('blocks', '--json')) as { blocks: { type: string }[] }
    expect(listed.blocks.map(({ type }) => type)).toEqual(blocks.map(({ type }) => type))
    expect(await succeed('blocks', 'planar')).toMatch(/^Planar: x = [^]*Take it: [^]*Not: [^]*Rezende/)
    expect(await succeed('datasets')).toMatch(/two-moons[^]*fiji-quakes/)
    expect(await succeed('backends')).toMatch(/wasm[^]*tensorflow[^]*tfjs-wasm[^]*tfjs-cpu[^]*reference/)
  })

  it('name every recipe, and write one as a document that is ready to train', async () => {
    const list = await succeed('recipes')
    for (const { name } of recipes) expect(list).toContain(name)
    await succeed('recipes', 'glow', '--data', 'trefoil', '--out', at('glow.flow.json'))
    expect(await succeed('validate', at('glow.flow.json'))).toMatch(/valid\. 18 blocks, \d+ parameters, 3 dimensions/)
  })

  it('come with help for each command', async () => {
    const commands = ['train', 'logprob', 'sample', 'transform', 'evaluate', 'validate', 'data', 'serve']
    for (const command of [...commands, 'setup-tensorflow'])
      expect(await succeed(command, '--help')).toContain('Usage: diffeo ' + command)
  })
})

describe('diff', () => {
  it('says in words, or in JSON, how a document differs from another, a model’s included', async () => {
    const text = await readFile(at('small.flow.json'), 'utf8')
    const changed = { ...(JSON.parse(text) as FlowDocument), name: 'Other' }
    changed.training = { ...changed.training, batchSize: 32, seed: 9 }
    await writeFile(at('other.flow.json'), JSON.stringify(changed))
    expect(await succeed('diff', at('small.flow.json'), at('small.flow.json'))).toContain('say the same')
    const words = await succeed('diff', at('small.flow.json'), at('other.flow.json'))
    expect(words.trim().split('\n')).toEqual(['name “Small” → “Other”', 'batch size 64 → 32', 'seed 1 → 9'])
    const { updated } = JSON.parse(
      await succeed('diff', at('small.flow.json'), at('other.flow.json'), '--json'),
    ) as DocumentDiff
    expect(Object.keys(updated).sort()).toEqual(['name', 'training'])
    expect(await succeed('diff', at('small.flow.json'), at('model.json'))).toContain('seed 1 → 4')
    expect((await run('diff', at('small.flow.json'), at('none.flow.json'))).status).toBe(1)
  })

  it('tells of notes and frames, as does validate', async () => {
    const document = JSON.parse(await readFile(at('small.flow.json'), 'utf8')) as FlowDocument
    const [block] = document.graph.nodes.filter(({ kind }) => kind === 'bijector')
    const { document: framed } = addFrame(document, { title: 'Core', colour: 'teal', from: block.id, to: block.id })
    await writeFile(at('noted.flow.json'), JSON.stringify(addNote(framed, null, 'Of the lecture')))
    const words = await succeed('diff', at('small.flow.json'), at('noted.flow.json'))
    expect(words.trim().split('\n')).toEqual(['added note on the document: “Of the lecture”', 'added frame “Core”'])
    expect(await succeed('validate', at('noted.flow.json'))).toContain('training rows, 1 note, 1 frame.')
  })
})

describe('validate', () => {
  it('tells what a document amounts to', async () => {
    expect(await succeed('validate', at('small.flow.json'))).toMatch(/valid\. 2 blocks, \d+ parameters, 2 dimensions/)
  })
})
