import { blocks } from '@shared/catalogue/registry'
import { invert } from '@shared/flow/invert'
import type { Bijector } from '@shared/flow/bijector'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { flowOf, logDensities, run } from './support/runs'

/** Three blocks drawn from the catalogue, one of them perhaps inverted. */
function randomStack(seed: number): { names: string; bijectors: Bijector[] } {
  const random = new Random(seed).fork('stack')
  const drawn = Array.from({ length: 3 }, () => ({
    entry: blocks[random.integer(blocks.length)],
    inverted: random.uniform() < 0.3,
  }))
  return {
    names: drawn.map(({ entry, inverted }) => `${entry.type}${inverted ? ' inverted' : ''}`).join(', '),
    bijectors: drawn.map(({ entry, inverted }) => (inverted ? invert(create(entry, 2)) : create(entry, 2))),
  }
}

/** The range of the values, widened on either side to hold nearly all that was not drawn. */
function wider(values: ArrayLike<number>): readonly [number, number] {
  const [low, high] = [Math.min(...Array.from(values)), Math.max(...Array.from(values))]
  return [low - 0.4 * (high - low), high + 0.4 * (high - low)]
}

describe('a random stack in two dimensions', () => {
  it.each([1, 2, 3, 4, 5])('has a density that integrates to 1 (seed %i)', (seed) => {
    const { names, bijectors } = randomStack(seed)
    const flow = flowOf(2, bijectors)
    const theta = moved(flow, seed, 0.08)
    const samples = run(flow, theta, 'forward', normalRows(4000, 2, seed)).value
    const box = [0, 1].map((column) => wider(samples.filter((_, at) => at % 2 === column)))
    const n = 200
    const [across, up] = box.map(([low, high]) =>
      Array.from({ length: n }, (_, i) => low + ((i + 0.5) / n) * (high - low)),
    )
    const rows = Float64Array.from(up.flatMap((y) => across.flatMap((x) => [x, y])))
    const cell = box.reduce((area, [low, high]) => (area * (high - low)) / n, 1)
    const total = logDensities(flow, theta, rows).reduce((sum, nats) => sum + Math.exp(nats), 0)
    expect(Math.abs(total * cell - 1), names).toBeLessThan(1e-3)
  })
})
