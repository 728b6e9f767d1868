import { blocks } from '@shared/catalogue/registry'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { flowOf, jacobians, run } from './support/runs'

const gin = (dims: number) =>
  flowOf(dims, [
    create(
      blocks.find(({ type }) => type === 'gin-coupling')!,
      dims,
    ),
  ])

describe('a volume-preserving coupling', () => {
  it('scales its coordinates by factors other than 1 whose product is 1', () => {
    const flow = gin(5)
    for (const matrix of jacobians(flow, moved(flow, 1), 'forward', normalRows(8, 5, 2))) {
      const scales = [matrix[1][1], matrix[3][3]]
      expect(Math.abs(scales[0] - 1)).toBeGreaterThan(1e-3)
      expect(scales[0] * scales[1]).toBeCloseTo(1, 12)
    }
  })

  it.each([1, 2])('is a pure shift for D = %i, where it transforms one coordinate', (dims) => {
    const flow = gin(dims)
    const theta = moved(flow, 1)
    const rows = Float64Array.from({ length: 2 * dims }, (_, at) => (at % dims === dims - 1 ? at : 0.4))
    const { value, logDet } = run(flow, theta, 'forward', rows)
    const last = (values: ArrayLike<number>, row: number) => values[row * dims + dims - 1]
    expect(last(value, 1) - last(value, 0)).toBeCloseTo(dims, 12)
    expect([...logDet].every((nats) => nats === 0)).toBe(true)
  })
})
