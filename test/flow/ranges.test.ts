import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { fresh, into, variedCases, type BlockCase } from './support/blocks'
import { directions, flowOf, inputs, type Direction } from './support/runs'

const dims = 2

/** Points beyond the ends, and on them where they do not belong to the range. */
function beside({ from, ends }: BlockCase, direction: Direction): number[] {
  const [low, high] = from[direction]
  if (ends === 'unknown') return []
  const on = ends === 'open' ? [low, high] : []
  return [...on, low - 1e-4, low - 1e4, high + 1e-4, high + 1e4].filter(Number.isFinite)
}

/** Image, log-determinant and gradients of a row whose second coordinate is `at` and whose first is in the range. */
function mapped({ create, from }: BlockCase, direction: Direction, at: number, type: ArrayType) {
  const flow = flowOf(dims, [create(dims)])
  const b = new Builder()
  const x = b.input('rows', [1, dims])
  const theta = b.input('theta', [flow.size])
  const { value, logDet } = flow.trace(b, theta)[direction](x)
  const [dTheta, dRow] = gradient(b, b.add(b.mul(3, b.sum(value)), b.sum(logDet)), [theta, x])
  const row = Float64Array.of(into(from[direction], 0.3), at)
  return interpret(b.program('mapped', { value, logDet, dTheta, dRow }), inputs(fresh(flow, 1), row), type)
}

const cases = variedCases.flatMap((use) =>
  directions.flatMap((direction) =>
    beside(use, direction).length > 0 ? [{ ...use, use, direction, name: `${use.name}, ${direction}` }] : [],
  ),
)

describe.each(cases)('$name', ({ use, direction }) => {
  const range = use.from[direction]
  describe.each([Float32Array, Float64Array])('%O', (type) => {
    it.each(beside(use, direction))(
      'takes %d, which has no image, to a finite point of density 0 without gradient',
      (at) => {
        const found = mapped(use, direction, at, type)
        expect(found.get('value')!.every(Number.isFinite)).toBe(true)
        expect([...found.get('logDet')!]).toEqual([-Infinity])
        expect(found.get('dTheta')!.every(Number.isFinite)).toBe(true)
        const [inside, outside] = found.get('dRow')!
        expect(Number.isFinite(inside) && inside !== 0).toBe(true)
        expect(outside).toBe(0)
      },
    )

    it('takes points just inside as they are', () => {
      for (const near of [-12, 12]) {
        const found = mapped(use, direction, into(range, near), type)
        for (const values of found.values()) expect(values.every(Number.isFinite)).toBe(true)
      }
    })
  })

  it('lets what is not a number stay so', () => {
    expect(mapped(use, direction, NaN, Float64Array).get('logDet')![0]).toBeNaN()
  })
})

it('has blocks whose points have a range', () => {
  expect(cases.length).toBeGreaterThan(1)
})
