import { describe, expect, it } from 'vitest'
import { blockEntry } from '@shared/catalogue/registry'
import { noiseInputs } from '@shared/flow/noise'
import type { Flow } from '@shared/flow/flow'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { Random } from '@shared/math/random'
import { create, moved, normalRows } from './support/blocks'
import { flowOf, logDensities } from './support/runs'

const flowWith = (type: string, dims: number, dropout: number, settings = {}): Flow =>
  flowOf(dims, [create(blockEntry(type)!, dims, { dropout, width: 16, ...settings })])

/** z of rows as a training step has them, with these draws for every layer. */
function trained(flow: Flow, theta: Float64Array, rows: Float64Array, draw: (i: number) => number) {
  const n = rows.length / flow.dims
  const b = new Builder()
  const traced = flow.trace(b, b.input('theta', [flow.size]), { rows: n })
  const { value } = traced.inverse(b.rows('rows', [n, flow.dims]))
  const { value: back } = traced.forward(value)
  const program = b.program('step', { value, back })
  const asked = noiseInputs(program)
  const noise = asked.map(({ input, size }) => [input, Float64Array.from({ length: size }, (_, i) => draw(i))] as const)
  const values = interpret(program, new Map<string, Float64Array>([['theta', theta], ['rows', rows], ...noise])) // prettier-ignore
  return { value: values.get('value')!, back: values.get('back')!, asked }
}

describe.each(['affine-coupling', 'masked-autoregressive'])('dropout in %s', (type) => {
  const plain = flowWith(type, 3, 0)
  const flow = flowWith(type, 3, 0.3)
  const theta = moved(plain, 1)
  const rows = normalRows(400, 3, 2)

  it('leaves densities as they are', () => {
    expect(logDensities(flow, theta, rows)).toEqual(logDensities(plain, theta, rows))
  })

  it('asks for one draw for each number after an activation, and not where its rate is 0', () => {
    expect(trained(flow, theta, rows, () => 0).asked).toMatchObject([{ size: 400 * 16 }, { size: 400 * 16 }])
    expect(trained(plain, theta, rows, () => 0).asked).toEqual([])
  })

  it('has one mask for a row all the way there and back', () => {
    const random = new Random(3)
    const { back } = trained(flow, theta, rows, () => random.uniform())
    back.forEach((value, i) => {
      expect(Math.abs(value - rows[i])).toBeLessThan(1e-8)
    })
  })
})

it('keeps the mean of what a linear layer sees', () => {
  // with one hidden layer the shift is linear in what is dropped, so that its mean is the plain one's
  const settings = { depth: 1, mask: 'even' }
  const flow = flowWith('additive-coupling', 2, 0.4, settings)
  const theta = moved(flow, 5)
  const row = [0.7, -0.4]
  const many = 20_000
  const random = new Random(1)
  const { value } = trained(flow, theta, Float64Array.from({ length: 2 * many }, (_, i) => row[i % 2]), () => random.uniform()) // prettier-ignore
  const plain = trained(flowWith('additive-coupling', 2, 0, settings), theta, Float64Array.from(row), () => 0).value
  for (const d of [0, 1]) {
    const own = Array.from({ length: many }, (_, i) => value[2 * i + d])
    const mean = own.reduce((sum, entry) => sum + entry, 0) / many
    const deviation = Math.sqrt(own.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / many)
    expect(Math.abs(mean - plain[d])).toBeLessThan((4 * deviation) / Math.sqrt(many) + 1e-12)
  }
})
