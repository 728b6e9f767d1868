import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blocksInOrder } from '@shared/document/chain'
import { groupBlocks, setGroup, ungroup } from '@shared/document/edits'
import type { ModelFile } from '@shared/document/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallDocument } from '../../engine/documents'
import { run } from './run'

let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-groups-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function succeed(...argv: readonly string[]): Promise<string> {
  const { status, out, err } = await run(...argv)
  expect(status, err).toBe(0)
  return out
}

const plain = smallDocument({ steps: 4 }, ['affine-coupling', 'lu-linear'])
const { document, id } = groupBlocks(
  plain,
  blocksInOrder(plain).map((block) => block.id),
  'Step',
)
const grouped = setGroup(document, id, { repeats: 2 })

it('a grouped document is valid, trains to the model of the ungrouped one, and is shown block by block', async () => {
  await writeFile(at('grouped.flow.json'), JSON.stringify(grouped))
  await writeFile(at('plain.flow.json'), JSON.stringify(ungroup(grouped, id)))
  expect(await succeed('validate', at('grouped.flow.json'))).toContain('valid. 4 blocks, ')

  const parametersOf = async (name: string) => {
    await succeed('train', at(`${name}.flow.json`), '--backend', 'reference', '--out', at(`${name}.json`))
    return (JSON.parse(await readFile(at(`${name}.json`), 'utf8')) as ModelFile).parameters
  }
  expect(await parametersOf('grouped')).toEqual(await parametersOf('plain'))

  await succeed('sample', at('grouped.json'), '-n', '1', '--out', at('x.csv'))
  const out = ['--out', at('z.csv'), '--layers', at('layers.csv')]
  await succeed('transform', at('grouped.json'), '--direction', 'inverse', '--in', at('x.csv'), ...out)
  const met = (await readFile(at('layers.csv'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(',')[2])
  expect(met).toEqual(['block', '', 'lu-linear-2_2', 'affine-coupling-1_2', 'lu-linear-2', 'affine-coupling-1'])
})

it('a fault in a group is said at its place', async () => {
  const bad = structuredClone(grouped)
  const [group] = bad.graph.nodes.filter((node) => node.kind === 'group')
  group.nodes[0].settings.width = -1
  await writeFile(at('bad.flow.json'), JSON.stringify(bad))
  const { status, err } = await run('validate', at('bad.flow.json'))
  expect(status).not.toBe(0)
  expect(err).toContain('Block 1 "Affine coupling": width: expected a whole number from 1')
})
