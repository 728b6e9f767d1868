import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { continuous } from '@shared/flow/bijectors/continuous'
import type { Flow } from '@shared/flow/flow'
import { noiseInputs } from '@shared/flow/noise'
import { partRows } from '@shared/flow/rows'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows } from './support/blocks'
import { relativeError } from './support/compare'
import { directions, flowOf, shorter, type Direction } from './support/runs'

const rows = 6

const made = (dims: number, settings: Settings, given = 0): Flow => {
  const all = { ...(defaultSettings(blockEntry('continuous')!) as Settings), width: 5, ...settings }
  return flowOf(dims, [continuous.create(all, dims, given)], undefined, given)
}

/** Gradients of a number that weighs all that a training step has of rows: by θ, and by the rows with their context. */
function slopesProgram(flow: Flow, direction: Direction): Program {
  const b = new Builder()
  const theta = b.input('theta', [flow.size])
  const all = b.rows('rows', [rows, flow.width])
  const { x, context } = partRows(b, flow, all)
  const { value, logDet, penalties = {} } = flow.trace(b, theta, { context, rows })[direction](x)
  const weights = b.constant(Array.from({ length: rows * flow.dims }, (_, i) => Math.cos(i)), value.shape) // prettier-ignore
  const parts = [b.mul(b.square(value), weights), b.mul(logDet, 0.7), ...Object.values(penalties)]
  const total = parts.map((part) => b.mean(part)).reduce((sum, part) => b.add(sum, part))
  const [ofTheta, ofRows] = gradient(b, total, [theta, all])
  return shorter(b.program('slopes', { ofTheta, ofRows }))
}

function inputsOf(flow: Flow, program: Program): Map<string, Float64Array> {
  const random = new Random(3)
  const signs = noiseInputs(program).map(({ input, size }) => [input, Float64Array.from({ length: size }, () => (random.bits() & 1 ? 1 : -1))] as const) // prettier-ignore
  return new Map([['rows', normalRows(rows, flow.width, 2)], ['theta', moved(flow, 1)], ...signs]) // prettier-ignore
}

/** How far the gradients of one flow are from those of another, over the largest. */
function apart(flow: Flow, other: Flow, direction: Direction): number {
  const [found, expected] = [flow, other].map((each) => {
    const program = slopesProgram(each, direction)
    return interpret(program, inputsOf(each, program))
  })
  return Math.max(...[...expected].map(([name, values]) => relativeError(found.get(name)!, values)))
}

const adaptive = { depth: 2, trainingTolerance: 1e-8 }
const cases: readonly (readonly [string, number, Settings, number])[] = [
  ['in one dimension', 1, adaptive, 0],
  ['in two', 2, adaptive, 0],
  ['in five', 5, adaptive, 0],
  ['of a context', 2, adaptive, 3],
  ['of penalties', 2, { ...adaptive, kinetic: 0.5, jacobian: 0.25 }, 0],
  ['of an estimated trace and a context', 3, { ...adaptive, trace: 'hutchinson', jacobian: 0.1 }, 2],
  ['of three hidden layers', 2, { ...adaptive, depth: 3 }, 0],
  ['of fixed steps', 2, { solver: 'rk4', steps: 60, kinetic: 0.2 }, 1],
]

describe('the adjoint', () => {
  it.each(cases)('has the gradients of the steps, %s', (_, dims, settings, given) => {
    for (const direction of directions) {
      const [adjoint, steps] = ['adjoint', 'steps'].map((gradient) => made(dims, { ...settings, gradient }, given))
      expect(apart(adjoint, steps, direction), direction).toBeLessThan(1e-6)
    }
  })

  it('differs from the steps by the error of the method, which falls with the fourth power of their length', () => {
    const error = (steps: number) => {
      const [adjoint, own] = ['adjoint', 'steps'].map((gradient) => made(2, { solver: 'rk4', steps, gradient }))
      return apart(adjoint, own, 'inverse')
    }
    expect(error(8) / error(16)).toBeGreaterThan(11)
  })
})
