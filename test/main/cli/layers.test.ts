import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelFile } from '@shared/document/model'
import { Units } from '@shared/learn/units'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallDocument } from '../../engine/documents'
import { listen } from '../../engine/fakeHost'
import { expectClose } from '../../flow/support/compare'
import { run } from './run'

let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-layers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function succeed(...argv: readonly string[]): Promise<void> {
  const { status, err } = await run(...argv)
  expect(status, err).toBe(0)
}

it('the layers shown are those that diffeo transform writes', async () => {
  await writeFile(
    at('small.json'),
    JSON.stringify(smallDocument({}, ['affine-coupling', 'lu-linear', 'spline-coupling'])),
  )
  await succeed('train', at('small.json'), '--backend', 'reference', '--out', at('model.json'))
  await succeed('sample', at('model.json'), '-n', '12', '--seed', '3', '--out', at('x.csv'))
  const out = ['--out', at('z.csv'), '--layers', at('layers.csv')]
  await succeed('transform', at('model.json'), '--direction', 'inverse', '--in', at('x.csv'), ...out)

  const table = async (name: string) =>
    (await readFile(at(name), 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number))
  const model = JSON.parse(await readFile(at('model.json'), 'utf8')) as ModelFile
  const { engine, said, quiet } = listen()
  await engine.call('openModel', { model })
  const rows = Float32Array.from((await table('x.csv')).flat())
  const points = { from: 'given', direction: 'inverse', rows } as const
  await engine.call('watch', { views: [{ kind: 'layers', id: 'l', points }] })
  await quiet()
  const frame = said('frame').at(-1)!.frame
  if (frame.kind !== 'layers') throw new Error('no layers came')

  const units = new Units(2, model.data.preprocessing)
  const written = await table('layers.csv')
  expect(written).toHaveLength(12 * 4)
  for (const [row, layer, , u1, u2] of written) {
    // the file begins where the points did, at x; the frame at z
    const shown = ((3 - layer) * 12 + row - 1) * 2
    expectClose(frame.positions.subarray(shown, shown + 2), units.toNatural(Float64Array.of(u1, u2)), 1e-5)
  }
  const z = await table('z.csv')
  expectClose(
    frame.logDet.subarray(3 * 12),
    z.map(([, , logDet]) => -logDet - units.logVolume),
    1e-5,
  )
  await engine.dispose()
})
