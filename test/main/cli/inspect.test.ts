import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import type { ModelFile } from '@shared/document/model'
import { Units } from '@shared/learn/units'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePng, type Image } from '../../../src/main/cli/inspect/png'
import { ticks } from '../../../src/main/cli/inspect/svg'
import { smallDocument } from '../../engine/documents'
import { expectClose } from '../../flow/support/compare'
import { run } from './run'

let folder: string
let model: ModelFile
const at = (name: string) => join(folder, name)

async function succeed(...argv: readonly string[]): Promise<string> {
  const { status, err } = await run(...argv)
  expect(status, err).toBe(0)
  return err
}

const inspect = (...argv: readonly string[]) => succeed('inspect', at('model.json'), ...argv)
const json = async <T>(name: string) => JSON.parse(await readFile(at(name), 'utf8')) as T
const numbers = async (name: string) =>
  (await readFile(at(name), 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))

/** The places of a grid of 9 on [−2, 2] × [−1, 3], as a file. */
const places = Array.from({ length: 81 }, (_, i) => [-2 + (i % 9) / 2, -1 + Math.floor(i / 9) / 2])
const grid = ['--bounds', '-2,2,-1,3', '--resolution', '9']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-inspect-'))
  await writeFile(at('small.json'), JSON.stringify(smallDocument({}, ['affine-coupling', 'lu-linear', 'affine'])))
  await succeed('train', at('small.json'), '--backend', 'reference', '--out', at('model.json'))
  model = await json<ModelFile>('model.json')
  await writeFile(at('places.csv'), ['x,y', ...places.map((place) => place.join(','))].join('\n'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Width, height and RGBA of a PNG as we write them: by a palette, or all colours. */
function decode(png: Uint8Array): Image {
  const view = new DataView(png.buffer, png.byteOffset)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const chunks = new Map<string, Uint8Array>()
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const name = Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1')
    chunks.set(name, png.subarray(at + 8, at + 8 + view.getUint32(at)))
  }
  const rows = inflateSync(chunks.get('IDAT')!)
  const stride = rows.length / height
  const bytes = rows.filter((_, i) => i % stride !== 0)
  const [palette, alpha] = [chunks.get('PLTE'), chunks.get('tRNS')]
  const rgba =
    palette && alpha ? [...bytes].flatMap((at) => [...palette.subarray(3 * at, 3 * at + 3), alpha[at]]) : bytes
  return { width, height, rgba: Uint8Array.from(rgba) }
}

describe('inspect', () => {
  it('writes the densities that logprob does', async () => {
    await inspect('--field', 'density', ...grid, '--out', at('density.json'))
    await succeed('logprob', at('model.json'), '--in', at('places.csv'), '--out', at('lp.csv'))
    const { logDensity, columns } = await json<{ logDensity: number[][]; columns: string[] }>('density.json')
    expect(columns).toEqual(['x', 'y'])
    expectClose(logDensity.flat(), (await numbers('lp.csv')).flat(), 1e-6)
  })

  it('writes the log-determinants that transform does, whole and block by block', async () => {
    const inverse = ['--field', 'logdet', '--direction', 'inverse', ...grid]
    const logDet = async (...argv: readonly string[]) => {
      await inspect(...inverse, ...argv, '--out', at('logdet.json'))
      return (await json<{ logDet: number[][] }>('logdet.json')).logDet.flat()
    }
    const transform = ['--direction', 'inverse', '--in', at('places.csv'), '--out', at('z.csv')]
    await succeed('transform', at('model.json'), ...transform)
    const { logVolume } = new Units(2, model.data.preprocessing)
    const whole = (await numbers('z.csv')).map(([, , value]) => value + logVolume)
    expectClose(await logDet(), whole, 1e-6)
    const ids = model.document.graph.nodes.filter(({ kind }) => kind === 'bijector').map(({ id }) => id)
    const alone: number[][] = []
    for (const id of ids) alone.push(await logDet('--block', id))
    expectClose(await logDet('--block', ids[0], '--cumulative'), whole, 1e-6)
    const sum = alone.reduce((total, values) => total.map((value, i) => value + values[i]))
    expectClose(sum, whole, 1e-6)
  })

  it('follows the points that it is given through every block', async () => {
    const paths = ['--field', 'trajectory', '--direction', 'inverse', '--in', at('places.csv')]
    await inspect(...paths, '--out', at('paths.json'))
    const { positions, layers } = await json<{ positions: number[][][]; layers: string[] }>('paths.json')
    expect(layers).toEqual(['z', 'affine-coupling-1', 'lu-linear-2', 'affine-3'])
    expectClose(positions[3].flat(), places.flat(), 1e-6)
    const units = new Units(2, model.data.preprocessing)
    const z = (await numbers('z.csv')).flatMap(([a, b]) => [a, b])
    expectClose(positions[0].flat(), units.toNatural(Float64Array.from(z)), 1e-5)
  })

  it('paints each field as a picture of the size asked for, brightest where p is', async () => {
    await inspect('--field', 'density', '--bounds=-2,2,-1,3', '--resolution', '64', '--out', at('density.png'))
    await inspect('--field', 'density', '--bounds=-2,2,-1,3', '--resolution', '64', '--out', at('density.json'))
    const { width, height, rgba } = decode(await readFile(at('density.png')))
    expect([width, height]).toEqual([64, 64])
    const { logDensity } = await json<{ logDensity: number[][] }>('density.json')
    const peak = logDensity.flat().indexOf(Math.max(...logDensity.flat()))
    const pixel = 4 * ((63 - Math.floor(peak / 64)) * 64 + (peak % 64))
    expect(rgba[pixel]).toBe(Math.max(...rgba.filter((_, i) => i % 4 === 0)))
    for (const field of ['logdet', 'trajectory']) {
      await inspect('--field', field, '--resolution', '64', '--out', at(`${field}.png`))
      expect(decode(await readFile(at(`${field}.png`))).width).toBe(64)
    }
  })

  it('draws samples that are those of the seed, in a picture of the size asked for', async () => {
    const samples = async (seed: string) => {
      await inspect('--field', 'samples', '--points', '30', '--seed', seed, '--out', at('samples.json'))
      return (await json<{ samples: number[][] }>('samples.json')).samples
    }
    const first = await samples('1')
    expect([first.length, first[0].length]).toEqual([30, 2])
    expect(await samples('1')).toEqual(first)
    expect(await samples('2')).not.toEqual(first)
    await inspect('--field', 'samples', '--points', '30', '--size', '48,32', '--out', at('samples.png'))
    const { width, height, rgba } = decode(await readFile(at('samples.png')))
    expect([width, height]).toEqual([48, 32])
    expect(new Set(rgba.filter((_, i) => i % 4 === 0)).size).toBeGreaterThan(2)
  })

  it('has both axes to one scale in a picture that is no square', async () => {
    await inspect('--field', 'density', '--bounds=-2,2,-1,3', '--resolution', '16', '--size', '48,32', '--out', at('wide.json')) // prettier-ignore
    expect((await json<{ bounds: number[] }>('wide.json')).bounds).toEqual([-3, 3, -1, 3])
    await inspect('--field', 'density', '--resolution', '16', '--size', '48,32', '--out', at('wide.png'))
    const { width, height } = decode(await readFile(at('wide.png')))
    expect([width, height]).toEqual([48, 32])
  })

  it('names title, axes and places in an SVG', async () => {
    await inspect('--field', 'logdet', '--block', 'affine-3', '--resolution', '16', '--out', at('field.svg'))
    const field = await readFile(at('field.svg'), 'utf8')
    expect(field).toContain('<title>log|det| of affine-3, forward</title>')
    expect(field).toContain('>z1</text>')
    await inspect('--field', 'trajectory', '--points', '17', '--out', at('paths.svg'))
    expect((await readFile(at('paths.svg'), 'utf8')).match(/<polyline/g)).toHaveLength(17)
  })

  it.each([
    [['--field', 'density', '--out', 'x.gif'], '--out x.gif: expected a name that ends in .json, .png or .svg.'],
    [
      ['--field', 'logdet', '--block', 'no', '--out', 'x.png'],
      'expected one of affine-coupling-1, lu-linear-2, affine-3.',
    ],
    [['--field', 'logdet', '--cumulative', '--out', 'x.png'], '--cumulative: up to which block? Give --block.'],
    [['--field', 'trajectory', '--direction', 'inverse', '--out', 'x.png'], 'Give a file of them with --in.'],
    [['--field', 'density', '--columns', 'x,q', '--out', 'x.png'], 'there is no column "q"; expected two of x, y.'],
    [['--field', 'samples', '--size', '9', '--out', 'x.png'], 'width,height in pixels, each from 8 to 2048, got "9".'],
    [['--field', 'density', '--bounds', '1,0,0,1', '--out', 'x.png'], 'x0 < x1 and y0 < y1, got "1,0,0,1".'],
  ])('says what is wrong with %j', async (argv, words) => {
    const { status, err } = await run('inspect', at('model.json'), ...argv)
    expect(status).toBe(1)
    expect(err).toContain(words)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})

it('a PNG has the checksums that readers check', () => {
  const png = encodePng({ width: 1, height: 1, rgba: Uint8Array.of(1, 2, 3, 255) })
  // that of the empty last part is the same in every file
  expect([...png.subarray(-4)]).toEqual([0xae, 0x42, 0x60, 0x82])
  expect([...decode(png).rgba]).toEqual([1, 2, 3, 255])
})

it.each([256, 257])('a PNG keeps each of %i colours and how clear it is', (count) => {
  const rgba = Uint8Array.from(Array.from({ length: count }, (_, i) => [i & 255, i >> 8, 7, 255 - (i & 1)]).flat())
  expect([...decode(encodePng({ width: count, height: 1, rgba })).rgba]).toEqual([...rgba])
})

it('ticks are round and inside', () => {
  expect(ticks(-2.3, 2.1)).toEqual([-2, -1, 0, 1, 2])
  expect(ticks(0, 0.5)).toHaveLength(6)
})
