import { readFileSync } from 'node:fs'
import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { continuous } from '@shared/flow/bijectors/continuous'
import type { Flow } from '@shared/flow/flow'
import { noiseInputs } from '@shared/flow/noise'
import { partRows } from '@shared/flow/rows'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { isStacked } from '@shared/tensor/ir/loopResults'
import { isOp, type Program } from '@shared/tensor/ir/program'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { moved, normalRows } from './support/blocks'
import { expectClose, relativeError } from './support/compare'
import { directions, flowOf, shorter, type Direction } from './support/runs'

/** Written by test/fixtures/parity/make_adjoint.py: the gradients of −mean log p by parameters and by rows. */
interface Fixture {
  readonly dims: number
  /** Numbers of context, behind each point. */
  readonly given: number
  readonly width: number
  readonly depth: number
  readonly parameters: Readonly<Record<string, readonly number[]>>
  readonly rows: readonly (readonly number[])[]
  readonly loss: number
  readonly ofParameters: Readonly<Record<string, readonly number[]>>
  readonly ofRows: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/adjoint.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

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
  const weights = b.constant(
    Array.from({ length: flow.dims }, (_, i) => Math.cos(i)),
    [flow.dims],
  )
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

  it('keeps nothing of the way', () => {
    const kept = ['steps', 'adjoint'].map((gradient) => {
      const { nodes } = slopesProgram(made(2, { gradient }), 'inverse')
      return nodes.filter((node) => isOp(node, 'loopResult') && isStacked(node.attributes.name)).length
    })
    expect(kept[0]).toBeGreaterThan(0)
    expect(kept[1]).toBe(0)
  })

  it('is as exact for small cotangents as for large ones', () => {
    const flow = made(2, { depth: 2, trainingTolerance: 1e-3, gradient: 'adjoint' })
    const of = (factor: number) => {
      const b = new Builder()
      const [theta, x] = [b.input('theta', [flow.size]), b.rows('rows', [rows, 2])]
      const { logDet } = flow.trace(b, theta, { rows }).inverse(x)
      const [slope] = gradient(b, b.mul(b.sum(logDet), factor), [theta])
      const program = shorter(b.program('slope', { slope }))
      return interpret(program, inputsOf(flow, program)).get('slope')!
    }
    expectClose(of(1e-6).map((value) => value * 1e6), of(1), 1e-9) // prettier-ignore
  })

  it('can be differentiated again', () => {
    const [found, expected] = ['adjoint', 'steps'].map((gradientOf) => {
      const flow = made(2, { depth: 1, solver: 'rk4', steps: 40, gradient: gradientOf }, 1)
      const b = new Builder()
      const [theta, all] = [b.input('theta', [flow.size]), b.rows('rows', [rows, flow.width])]
      const { x, context } = partRows(b, flow, all)
      const { logDensity } = flow.trace(b, theta, { context, rows }).logDensity(x)
      const [score] = gradient(b, b.sum(logDensity), [x])
      const [ofTheta, ofRows] = gradient(b, b.mean(b.square(score)), [theta, all])
      const program = shorter(b.program('twice', { ofTheta, ofRows }))
      return interpret(program, inputsOf(flow, program))
    })
    for (const [name, values] of expected) expectClose(found.get(name)!, values, 1e-5, name)
  })

  it.each(fixtures)(
    'has the gradients of torchdiffeq’s: $depth layers',
    ({ dims, given, width, depth, ...fixture }) => {
      const flow = made(dims, { width, depth, trainingTolerance: 1e-9, gradient: 'adjoint' }, given)
      const n = fixture.rows.length
      const b = new Builder()
      const [theta, all] = [b.input('theta', [flow.size]), b.rows('rows', [n, flow.width])]
      const { x, context } = partRows(b, flow, all)
      const { logDensity } = flow.trace(b, theta, { context, rows: n }).logDensity(x)
      const loss = b.neg(b.mean(logDensity))
      const [ofTheta, ofRows] = gradient(b, loss, [theta, all])
      const ordered = (of: Fixture['parameters']) => Float64Array.from(flow.parameters.flatMap(({ name }) => of[name]))
      const inputs = new Map([['theta', ordered(fixture.parameters)], ['rows', Float64Array.from(fixture.rows.flat())]]) // prettier-ignore
      const found = interpret(shorter(b.program('loss', { loss, ofTheta, ofRows })), inputs)
      expectClose(found.get('loss')!, [fixture.loss], 1e-7)
      expectClose(found.get('ofTheta')!, ordered(fixture.ofParameters), 1e-7)
      expectClose(found.get('ofRows')!, fixture.ofRows, 1e-7)
    },
  )

  it.each(['dopri5', 'rk4'])('is the same compiled as in the reference, by %s', async (solver) => {
    const settings = { depth: 2, solver, trainingTolerance: 1e-4, trace: 'hutchinson', kinetic: 0.2, jacobian: 0.1 }
    const flow = made(3, { ...settings, gradient: 'adjoint' }, 2)
    const program = slopesProgram(flow, 'inverse')
    const given = inputsOf(flow, program)
    const executable = await createWasmBackend({
      precision: 'float64',
      features: detectFeatures(),
      pool: null,
      threads: 1,
      memoryLimit: 2 ** 28,
      now: () => 0,
    }).prepare(program)
    for (const [name, values] of given) executable.write(name, values)
    await executable.run()
    for (const [name, values] of interpret(program, given)) expectClose(await executable.read(name), values, 1e-9, name)
    executable.dispose()
  })
})
