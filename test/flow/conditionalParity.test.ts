import { readFileSync } from 'node:fs'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import { maskedAutoregressive } from '@shared/flow/bijectors/maskedAutoregressive'
import { describe, expect, it } from 'vitest'
import { flowOf, logDensities } from './support/runs'

/** Written by test/fixtures/parity/make_conditional.py: log p(x | c) of rows of x and c by zuko in float64. */
interface Fixture {
  readonly dims: number
  /** From z to x; of each layer the weight is [outputs, inputs]. */
  readonly blocks: readonly {
    readonly order: 'natural' | 'reverse'
    readonly layers: readonly { readonly weight: readonly (readonly number[])[]; readonly bias: readonly number[] }[]
  }[]
  readonly rows: readonly (readonly number[])[]
  readonly logDensity: readonly number[]
}

const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/conditional.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

const names = ['layer1', 'layer2', 'output']

/** zuko gives μ, then a, for each coordinate; we a, then μ. */
const swapped = <T>(outputs: readonly T[]): readonly T[] => outputs.map((_, k) => outputs[k % 2 === 0 ? k + 1 : k - 1])

describe.each(fixtures)('a conditional MAF in $dims dimensions', ({ dims, blocks, rows, logDensity }) => {
  it('has the log-densities of zuko', () => {
    const contextDims = rows[0].length - dims
    const made = blocks.map(({ order }) => {
      const settings = { ...defaultSettings(blockEntry('masked-autoregressive')!), order, width: 11, depth: 2 }
      return maskedAutoregressive.create(settings, dims, contextDims)
    })
    const flow = flowOf(dims, made, undefined, contextDims)
    const theta = new Float64Array(flow.size)
    blocks.forEach(({ layers }, i) => {
      layers.forEach((layer, k) => {
        const [weight, bias] = k === 2 ? [swapped(layer.weight), swapped(layer.bias)] : [layer.weight, layer.bias]
        const transposed = weight[0].flatMap((_, from) => weight.map((of) => of[from]))
        const place = flow.place(`block${i}`, `${names[k]}.weight`)
        // of one coordinate, which nothing may see, zuko's first layer has the context alone
        theta.set(transposed, place.offset + place.size - transposed.length)
        theta.set(bias, flow.place(`block${i}`, `${names[k]}.bias`).offset)
      })
    })
    const ours = logDensities(flow, theta, Float64Array.from(rows.flat()))
    ours.forEach((value, row) => {
      expect(Math.abs(value - logDensity[row]), `row ${row}`).toBeLessThan(1e-9)
    })
  })
})
