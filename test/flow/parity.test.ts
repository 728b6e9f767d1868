import { readFileSync } from 'node:fs'
import { blocks, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { invert } from '@shared/flow/invert'
import { positiveOffset } from '@shared/flow/positive'
import { bijectorDefinitions } from '@shared/flow/registry'
import { describe, expect, it } from 'vitest'
import { flowOf, logDensities } from './support/runs'
import type { Flow } from '@shared/flow/flow'

/** Written by test/fixtures/parity/make.py: log p of points by nflows in float64. Blocks are in order from z to x. */
interface Fixture {
  readonly dims: number
  readonly blocks: readonly Block[]
  readonly points: readonly (readonly number[])[]
  readonly logDensity: readonly number[]
}
interface Block {
  readonly type: string
  readonly settings: Settings
  readonly inverted: boolean
  readonly weights: Readonly<Record<string, Nested>>
}
type Matrix = readonly (readonly number[])[]
type Nested = readonly number[] | Matrix

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/parity/${name}.json`, import.meta.url), 'utf8')) as Fixture

const transpose = (matrix: Matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]))

/** nflows' layer names in its three networks, and ours. */
const layerNames: readonly (readonly [RegExp, string])[] = [
  [/^.*\._?(input|initial)_layer$/, 'layer1'],
  [/^.*\._hidden_layers\.0$/, 'layer2'],
  [/^.*\.blocks\.0\.linear$/, 'layer2'],
  [/^.*\.blocks\.(\d)\.linear_layers\.0$/, 'block$1.a'],
  [/^.*\.blocks\.(\d)\.linear_layers\.1$/, 'block$1.b'],
  [/^.*\._?(output|final)_layer$/, 'output'],
]

function ourLayer(theirs: string): string {
  const [pattern, name] = layerNames.find(([known]) => known.test(theirs))!
  return theirs.replace(pattern, name).replace(/block(\d)/, (_, n: string) => `block${Number(n) + 1}`)
}

/** Our last layer's outputs from nflows': which of its rows each is, what it is multiplied by, and what is taken off its bias. */
type Reorder = (outputs: number, block: Block) => readonly { from: number; scale: number; minus: number }[]

const reorders: Readonly<Record<string, Reorder>> = {
  // all shifts before all scales, against a, t for each coordinate
  'affine-coupling': (outputs) =>
    Array.from({ length: outputs }, (_, k) => ({
      from: Math.floor(k / 2) + (k % 2 === 0 ? outputs / 2 : 0),
      scale: 1,
      minus: 0,
    })),
  'masked-autoregressive': (outputs) => Array.from({ length: outputs }, (_, from) => ({ from, scale: 1, minus: 0 })),
  'spline-coupling': (outputs, { settings }) => {
    const bins = Number(settings.bins)
    return Array.from({ length: outputs }, (_, from) =>
      from % (3 * bins - 1) < 2 * bins
        ? { from, scale: 1 / Math.sqrt(Number(settings.width)), minus: 0 }
        : { from, scale: 1, minus: positiveOffset },
    )
  },
}

/** nflows' parameters of a network as ours: [in, out] weights, outputs in our order. */
function networkParameters(block: Block): Map<string, readonly number[]> {
  return new Map(
    Object.entries(block.weights).map(([key, value]) => {
      const dot = key.lastIndexOf('.')
      const [layer, piece] = [ourLayer(key.slice(0, dot)), key.slice(dot + 1)]
      const isWeight = piece === 'weight'
      const rows = isWeight ? (value as Matrix) : (value as readonly number[]).map((entry) => [entry])
      const order =
        layer === 'output'
          ? reorders[block.type](rows.length, block)
          : rows.map((_, from) => ({ from, scale: 1, minus: 0 }))
      const ours = order.map(({ from, scale, minus }) => rows[from].map((v) => v * scale - (isWeight ? 0 : minus)))
      return [`${layer}.${piece}`, transpose(ours).flat()] as const
    }),
  )
}

function luParameters({ weights }: Block): Map<string, readonly number[]> {
  const list = (name: string) => weights[name] as readonly number[]
  return new Map([
    ['lower', list('lower_entries')],
    ['upper', list('upper_entries')],
    ['diagonal', list('unconstrained_upper_diag').map((a) => a - positiveOffset)],
    ['bias', list('bias')],
  ])
}

function load({ dims, blocks: described }: Fixture): { flow: Flow; theta: Float64Array } {
  const flow = flowOf(
    dims,
    described.map(({ type, settings, inverted }) => {
      const entry = blocks.find((candidate) => candidate.type === type)!
      const definition = bijectorDefinitions.find((candidate) => candidate.type === type)!
      const bijector = definition.create({ ...defaultSettings(entry), ...settings }, dims)
      return inverted ? invert(bijector) : bijector
    }),
  )
  const theta = new Float64Array(flow.size).fill(NaN)
  const values = described.map((block) => (block.type === 'lu-linear' ? luParameters(block) : networkParameters(block)))
  for (const { node, name, offset, size } of flow.parameters) {
    const given = values[Number(node.replace('block', ''))].get(name)!
    expect(given.length, `${node}/${name}`).toBe(size)
    theta.set(given, offset)
  }
  return { flow, theta }
}

describe('the density of nflows with the same weights', () => {
  it.each(['real-nvp', 'nsf', 'maf', 'lu'])('is ours to 1e-5 nats at 100 points: %s', (name) => {
    const fixture = read(name)
    const { flow, theta } = load(fixture)
    const ours = logDensities(flow, theta, Float64Array.from(fixture.points.flat()))
    expect(ours.length).toBe(100)
    const worst = Math.max(...fixture.logDensity.map((theirs, i) => Math.abs(ours[i] - theirs)))

    expect(worst).toBeLessThan(1e-5)
  })
})
