import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenFiles, brokenModels } from './brokenFiles'
import { run } from './run'

let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-broken-'))
  const empty = newDocument('Sound')
  const document = {
    ...insertBlock(empty, newBlockAt(empty, 'affine-coupling', 0), 0),
    data: { ...empty.data, source: { ...empty.data.source, samples: 200 } },
    training: { ...empty.training, steps: 2, batchSize: 16 },
  }
  await writeFile(at('sound.flow.json'), JSON.stringify(document))
  const trained = await run('train', at('sound.flow.json'), '--backend', 'reference', '--out', at('sound.json'))
  expect(trained.status, trained.err).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** One line, no stack, nothing but the fault. */
function expectOneClearError({ status, err }: Awaited<ReturnType<typeof run>>, says: RegExp): void {
  expect(status).toBe(1)
  const lines = err.split('\n').filter((line) => line.startsWith('diffeo: '))
  expect(lines, err.slice(0, 2000)).toHaveLength(1)
  expect(err).not.toMatch(/internal:|\n\s+at /)
  expect(lines[0]).toMatch(says)
  expect(lines[0].length).toBeLessThan(600)
}

describe('the command line refuses with one clear line', () => {
  for (const { title, name, kind, content, says } of brokenFiles) {
    it(`${kind}: ${title}`, async () => {
      await writeFile(at(name), content())
      const out = at('never.json')
      const result =
        kind === 'document'
          ? await run('train', at(name), '--backend', 'reference', '--out', out)
          : await run('train', at('sound.flow.json'), '--data', at(name), '--backend', 'reference', '--out', out)
      expectOneClearError(result, says)
      expect(Object.prototype).not.toHaveProperty('polluted')
    })
  }

  for (const { title, change, says } of brokenModels) {
    it(`model: ${title}`, async () => {
      await writeFile(at('broken.json'), change(await readFile(at('sound.json'), 'utf8')))
      expectOneClearError(await run('sample', at('broken.json'), '-n', '3', '--out', at('never.csv')), says)
    })
  }

  it('points of another dimension', async () => {
    await writeFile(at('three.csv'), 'a,b,c\n1,2,3\n4,5,6\n')
    const result = await run('logprob', at('sound.json'), '--in', at('three.csv'), '--out', at('never.csv'))
    expectOneClearError(result, /3 columns, expected 2/)
  })

  it('a file that is not there', async () => {
    expectOneClearError(await run('validate', at('ghost.flow.json')), /no such file/)
  })

  it.each(['train', 'evaluate'])('%s: more threads than processors, and a precision there is none of', async (name) => {
    const rest = name === 'train' ? [at('sound.flow.json'), '--out', at('x')] : [at('sound.json')]
    expectOneClearError(await run(name, ...rest, '--threads', '0'), /from 1 to \d+ \(processors\), got "0"/)
    expectOneClearError(await run(name, ...rest, '--threads', '100000'), /"auto" or a whole number.*got "100000"/)
    expectOneClearError(await run(name, ...rest, '--precision', 'float16'), /float32, float64/)
  })

  it('a precision that the backend asked for does not have', async () => {
    const asked = ['--backend', 'tfjs-cpu', '--precision', 'float64']
    expectOneClearError(await run('evaluate', at('sound.json'), ...asked), /tfjs-cpu cannot be had\. .*float32 only/)
  })

  it('a recipe that is not there, has nowhere to go, or nothing to train on', async () => {
    expectOneClearError(await run('recipes', 'soup', '--out', at('x')), /"soup".*diffeo recipes/)
    expectOneClearError(await run('recipes', 'glow'), /--out/)
    expectOneClearError(await run('recipes', 'glow', '--data', 'abacus', '--out', at('x')), /"abacus"/)
  })

  it('an unknown command, option, backend and number', async () => {
    expectOneClearError(await run('fly'), /fly/)
    expectOneClearError(await run('blocks', '--wings'), /wings/)
    expectOneClearError(await run('blocks', 'planer'), /"planer".*"planar"/)
    expectOneClearError(await run('train', at('sound.flow.json'), '--out', at('x'), '--backend', 'abacus'), /abacus/)
    expectOneClearError(await run('train', at('sound.flow.json'), '--out', at('x'), '--steps', '-4'), /steps/)
  })
})
