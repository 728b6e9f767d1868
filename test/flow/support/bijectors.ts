import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { fresh, moved, normalRows, variedCases } from './blocks'
import { expectClose, logAbsDeterminant } from './compare'
import { directions, flowOf, inputs, jacobians, opposite, run, shorter } from './runs'
import type { Flow } from '@shared/flow/flow'
import type { Direction } from './runs'

const rows = 4

/** Each parameter vector to try: as made, and moved away from there. */
const thetas = (flow: Flow, tries: readonly number[]) => tries.flatMap((seed) => [fresh(flow, seed), moved(flow, seed)])

/**
 * Of every block with its kinds of settings, by the reference interpreter: that it inverts itself, that its log-determinant is
 * that of its Jacobian, and that its gradients are central differences; with parameters from each of these seeds.
 */
export function testBijectors(tries: readonly number[], cases = variedCases): void {
  describe.each(cases)('$name', ({ create, from, dims: tried }) => {
    it.each(tried)('inverts itself in both directions, with opposite log-determinants, for D = %i', (dims) => {
      const flow = flowOf(dims, [create(dims)])
      for (const theta of thetas(flow, tries))
        for (const direction of directions) {
          const start = normalRows(rows, dims, 5, 1.5, from[direction])
          const there = run(flow, theta, direction, start)
          const back = run(flow, theta, opposite(direction), Float64Array.from(there.value))
          expectClose(back.value, start, 1e-8, `${direction} and back`)
          expectClose(
            back.logDet,
            there.logDet.map((v) => -v),
            1e-7,
            `log-determinant after ${direction}`,
          )
        }
    })

    it.each(tried)('reports the log-determinant of its own Jacobian for D = %i', (dims) => {
      const flow = flowOf(dims, [create(dims)])
      for (const theta of thetas(flow, tries))
        for (const direction of directions) {
          const start = normalRows(rows, dims, 6, 1.5, from[direction])
          const expected = jacobians(flow, theta, direction, start).map(logAbsDeterminant)
          expectClose(run(flow, theta, direction, start).logDet, expected, 1e-7, direction)
        }
    })

    it.each(tried.filter((dims) => dims <= 3))('has gradients equal to central differences for D = %i', (dims) => {
      const flow = flowOf(dims, [create(dims)])
      for (const direction of directions)
        for (const seed of tries)
          checkGradients(flow, moved(flow, seed), direction, normalRows(rows, dims, seed, 1.5, from[direction]))
    })
  })
}

/**
 * A loss like a log-density, Σ_n ω_n (−0.3‖value_n‖² + logDet_n), against θ block by block and against the rows. With ½
 * in place of 0.3 the normal's quantiles would make it constant.
 */
function checkGradients(flow: Flow, theta: Float64Array, direction: Direction, start: Float64Array): void {
  const random = new Random(start.length).fork('directions')
  const b = new Builder()
  const x = b.input('rows', [rows, flow.dims])
  const whole = b.input('theta', [flow.size])
  const { value, logDet } = flow.trace(b, whole)[direction](x)
  const weights = b.constant(
    Float64Array.from({ length: rows }, () => random.normal()),
    [rows],
  )
  const loss = b.sum(b.mul(weights, b.add(b.mul(-0.3, b.sum(b.square(value), [-1])), logDet)))
  const [dTheta, dRows] = gradient(b, loss, [whole, x])
  const lossProgram = shorter(b.program('loss', { loss }))
  const lossAt = (at: Float64Array, points: Float64Array) => interpret(lossProgram, inputs(at, points)).get('loss')![0]
  const found = interpret(shorter(b.program('gradients', { dTheta, dRows })), inputs(theta, start))

  const step = 1e-6
  const along = (length: number, from: number, to: number) =>
    Float64Array.from({ length }, (_, i) => (i >= from && i < to ? random.normal() : 0))
  const shifted = (values: Float64Array, by: Float64Array, h: number) => values.map((v, i) => v + h * by[i])
  const dot = (a: ArrayLike<number>, c: Float64Array) => c.reduce((total, v, i) => total + v * a[i], 0)

  for (const { name, offset, size, spec } of flow.parameters) {
    const v = along(flow.size, offset, offset + size)
    const difference = lossAt(shifted(theta, v, step), start) - lossAt(shifted(theta, v, -step), start)
    const expected = spec.held ? 0 : difference / (2 * step) // training must not move what is held
    expectClose([dot(found.get('dTheta')!, v)], [expected], spec.held ? 0 : 1e-6, `${direction}: ${name}`)
  }
  const v = along(start.length, 0, start.length)
  const difference = lossAt(theta, shifted(start, v, step)) - lossAt(theta, shifted(start, v, -step))
  expect(dot(found.get('dRows')!, v)).not.toBe(0)
  expectClose([dot(found.get('dRows')!, v)], [difference / (2 * step)], 1e-6, `${direction}: rows`)
}
