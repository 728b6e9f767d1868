import { readFileSync } from 'node:fs'
import { blocks } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { bernstein } from '@shared/flow/polynomials/bernstein'
import { sumOfSquares } from '@shared/flow/polynomials/sumOfSquares'
import type { Transformer } from '@shared/flow/transformers/transformer'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, run, type Direction } from './support/runs'

/** Written by test/fixtures/parity/make_monotone.py: z and ln dz/dx of points by zuko, for our parameters, all in `raw`. */
interface Case {
  readonly type: string
  readonly settings: Settings
  readonly raw: readonly number[]
  readonly x: readonly number[]
  readonly z: readonly number[]
  readonly logSlope: readonly number[]
}
const cases = JSON.parse(
  readFileSync(new URL('../fixtures/parity/monotone.json', import.meta.url), 'utf8'),
) as readonly Case[]

it.each(cases)('$type is the map of zuko of the same shape, $settings', ({ type, settings, raw, x, z, logSlope }) => {
  const entry = blocks.find((candidate) => candidate.type === type)!
  const flow = flowOf(1, [create(entry, 1, settings)])
  const { value, logDet } = run(flow, Float64Array.from(raw), 'inverse', Float64Array.from(x))
  expectClose(value, z, 1e-8)
  expectClose(logDet, logSlope, 1e-7)
})

const maps = [
  { name: 'sum-of-squares', map: sumOfSquares(3, 4, 3) },
  { name: 'bernstein', map: bernstein(16, 3) },
]

/** The same map for every point, one way, with the slope by differentiation. */
function evaluate(
  map: Transformer,
  direction: Direction,
  seed: number,
  x: Float64Array,
  type: ArrayType = Float64Array,
) {
  const b = new Builder()
  const points = b.input('x', [x.length, 1])
  const { value, logSlope } = map[direction](b, b.input('raw', [1, map.width]), points)
  const [slope] = gradient(b, b.sum(value), [points])
  const [bend] = gradient(b, b.sum(logSlope!), [points])
  const random = new Random(seed)
  const raw = Float64Array.from({ length: map.width }, () => 2 * random.normal())
  const outputs = b.program('map', { value, logSlope: logSlope!, slope, bend })
  return interpret(
    outputs,
    new Map([
      ['x', x],
      ['raw', raw],
    ]),
    type,
  )
}

const edges = Float64Array.of(-3, 3)

describe.each(maps)('the map of $name', ({ name, map }) => {
  it.each([1, 2, 3])('goes over its bounds with a continuous slope (seed %i)', (seed) => {
    for (const direction of ['forward', 'inverse'] as const) {
      const at =
        direction === 'inverse' ? edges : Float64Array.from(evaluate(map, 'inverse', seed, edges).get('value')!)
      const near = (gap: number) =>
        evaluate(
          map,
          direction,
          seed,
          at.map((x) => x + gap),
        )
      const [below, above] = [near(-1e-9), near(1e-9)]
      for (const output of name === 'bernstein'
        ? ['value', 'logSlope', 'slope', 'bend']
        : ['value', 'logSlope', 'slope'])
        expectClose(below.get(output)!, above.get(output)!, 1e-5, `${direction}: ${output}`)
    }
  })

  it.each([1, 2, 3])('undoes itself however rough, inside and far outside (seed %i)', (seed) => {
    const random = new Random(seed).fork('points')
    const x = Float64Array.from({ length: 200 }, () => random.normal() * 10 ** (4 * random.uniform() - 1))
    const { value } = Object.fromEntries(evaluate(map, 'inverse', seed, x))
    expectClose(evaluate(map, 'forward', seed, Float64Array.from(value)).get('value')!, x, 1e-9)
  })

  it('has finite values and gradients in single precision where powers would overflow', () => {
    const x = Float64Array.of(-1e12, -3, 0, 3, 1e12)
    for (let seed = 1; seed <= 20; seed++)
      for (const direction of ['forward', 'inverse'] as const)
        for (const [output, values] of evaluate(map, direction, seed, x, Float32Array))
          expect(values.every(Number.isFinite), `${direction}: ${output}`).toBe(true)
  })
})

it('a sum of squares gives each of its polynomials a gradient of its own at the start', () => {
  const map = sumOfSquares(3, 2, 3)
  const b = new Builder()
  const raw = b.input('raw', [1, map.width])
  const { value, logSlope } = map.inverse(b, raw, b.constant([-1, 0.5, 2], [3, 1]))
  const [d] = gradient(b, b.sub(b.sum(logSlope!), b.mul(0.5, b.sum(b.square(value)))), [raw])
  const found = interpret(b.program('start', { d }), new Map([['raw', new Float64Array(map.width)]])).get('d')!
  const linear = [1, 4, 7].map((at) => found[at].toFixed(6))
  expect(new Set(linear).size).toBe(3)
})
