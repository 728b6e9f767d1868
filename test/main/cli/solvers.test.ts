import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import type { SolverFit } from '@shared/learn/evaluation/solvers'
import { smallDocument } from '../../engine/documents'
import { run, succeed } from './run'

let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-solvers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A model of one continuous block, trained for a few steps at a rate that makes its field steep. */
async function trained(name: string, settings: Record<string, number | string>, learningRate: number): Promise<string> {
  const document = smallDocument(
    { steps: 20, batchSize: 64, validateEvery: 20, schedule: { type: 'constant', warmupSteps: 0, finalFraction: 1 } },
    ['continuous'],
  )
  const optimizer = { ...document.training.optimizer, learningRate }
  const nodes = document.graph.nodes.map((node) =>
    node.kind === 'bijector' ? { ...node, settings: { ...node.settings, width: 8, depth: 1, ...settings } } : node,
  )
  await writeFile(
    at(`${name}.flow.json`),
    serialise({ ...document, graph: { ...document.graph, nodes }, training: { ...document.training, optimizer } }),
  )
  await succeed('train', at(`${name}.flow.json`), '--out', at(`${name}.json`))
  return at(`${name}.json`)
}

describe('evaluate, of blocks with solvers', () => {
  it('warns of one that does not converge, with the block and what helps', async () => {
    const model = await trained('coarse', { solver: 'rk4', steps: 1 }, 0.5)
    const { out, err, status } = await run('evaluate', model, '--no-integral')
    expect(status).toBe(0)
    expect(err).toMatch(/warning: Block 1 "Continuous flow": its solver z → x misses by .* of points.*more steps/)
    expect(out).toMatch(/solvers +\d of 2 do not converge, at most \d\.\d+e[-+]\d of an equation left/)
  })

  it('warns with every command that carries points by it', async () => {
    const model = at('coarse.json')
    const draws = await run('sample', model, '-n', '20', '--out', at('draws.csv'))
    expect(draws.err).toMatch(/warning: Block 1 .* z → x misses by/)
    expect((await run('logprob', model, '--in', at('draws.csv'), '--out', at('lp.csv'))).err).toContain(
      'x → z misses by',
    )
    const inverse = ['--direction', 'inverse', '--in', at('draws.csv'), '--out', at('z.csv')]
    expect((await run('transform', model, ...inverse)).err).toContain('x → z misses by')
  })

  it('says that they do where they do', async () => {
    const model = await trained('fine', { solver: 'dopri5', tolerance: 1e-8 }, 0.01)
    const { solvers } = JSON.parse(await succeed('evaluate', model, '--no-integral', '--json')) as {
      solvers: readonly SolverFit[]
    }
    expect(solvers.map(({ direction, share }) => [direction, share])).toEqual([
      ['forward', 0],
      ['inverse', 0],
    ])
    for (const { residual, within } of solvers) expect(residual).toBeLessThan(within)
  })
})
