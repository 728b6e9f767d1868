import { describe, expect, it } from 'vitest'
import { jvp } from '@shared/tensor/autodiff/jvp'
import { jvpProgram, vjpProgram } from '@shared/tensor/autodiff/transform'
import { gradient, vjp } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { verify } from '@shared/tensor/ir/verify'
import { optimise } from '@shared/tensor/passes/pipeline'
import { allCases, cases, opNames, spread, type Case } from './support/cases'
import { caseInputs, caseProgram, caseVariables, distance, evaluate, type Bindings } from './support/run'

const STEP = 1e-5
/** Of a large operand only the first entries are moved one by one. */
const ENTRIES = 24

const prefixed = (prefix: string, bindings: Bindings): Bindings =>
  Object.fromEntries(Object.entries(bindings).map(([name, values]) => [prefix + name, values]))

/** (f(x + hv) − f(x − hv)) / 2h */
function centralDifference(f: (x: Bindings) => Float64Array, x: Bindings, v: Bindings): Float64Array {
  const at = (h: number) =>
    f({ ...x, ...Object.fromEntries(Object.keys(v).map((name) => [name, Float64Array.from(x[name], (value, i) => value + h * v[name][i])])) }) // prettier-ignore
  const [ahead, behind] = [at(STEP), at(-STEP)]
  return ahead.map((value, i) => (value - behind[i]) / (2 * STEP))
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0)

/** A direction to move in, and weights for the outputs. */
function setUp(use: Case) {
  const program = caseProgram(use)
  const x = caseInputs(use)
  const variables = caseVariables(use)
  const v: Bindings = Object.fromEntries(
    variables.map((name, i) => [name, spread([x[name].length], -1, 1, 11 + i).values]),
  )
  const w = spread(program.outputs[0].node.shape, -1, 1, 17).values
  return { program, x, variables, v, w }
}

describe('derivatives', () => {
  it.each(opNames)('have a case that uses %s', (op) => {
    const programs = cases[op].map((use) => caseProgram(use))
    expect(programs.length).toBeGreaterThan(0)
    for (const program of programs) expect(program.nodes.map((node) => node.op)).toContain(op)
  })

  it.each(allCases)('forwards equal finite differences: $title', ({ use }) => {
    const { program, x, variables, v } = setUp(use)
    const pushed = evaluate(jvpProgram(program, variables), { ...x, ...prefixed('d_', v) }).d_y
    expect(
      distance(
        pushed,
        centralDifference((at) => evaluate(program, at).y, x, v),
      ),
    ).toBeLessThan(1e-7)
  })

  it.each(allCases)('backwards equal finite differences: $title', ({ use }) => {
    const { program, x, variables, w } = setUp(use)
    const pulled = evaluate(vjpProgram(program, variables), { ...x, c_y: w })
    for (const name of variables) {
      const slopes = Float64Array.from({ length: Math.min(x[name].length, ENTRIES) }, (_, i) => {
        const unit = new Float64Array(x[name].length)
        unit[i] = 1
        return dot(
          w,
          centralDifference((at) => evaluate(program, at).y, x, { [name]: unit }),
        )
      })
      expect(distance(pulled[`c_${name}`].subarray(0, ENTRIES), slopes)).toBeLessThan(1e-7)
    }
  })

  it.each(allCases)('of second order agree by all routes: $title', ({ use }) => {
    const { program, x, variables, v, w } = setUp(use)
    const zeros = w.map(() => 0)
    const backwards = vjpProgram(program, variables)
    const forwards = jvpProgram(program, variables)
    const jvpOfVjp = evaluate(jvpProgram(backwards, variables), { ...x, c_y: w, ...prefixed('d_', v) })
    const vjpOfJvp = evaluate(vjpProgram(forwards, variables), { ...x, ...prefixed('d_', v), c_y: zeros, c_d_y: w })
    const vjpOfVjp = evaluate(vjpProgram(backwards, variables), { ...x, c_y: w, c2_y: zeros, ...prefixed('c2_c_', v) })
    for (const name of variables) {
      const moved = centralDifference((at) => evaluate(backwards, { ...at, c_y: w })[`c_${name}`], x, v)
      expect(distance(jvpOfVjp[`d_c_${name}`], moved)).toBeLessThan(1e-6)
      expect(distance(vjpOfJvp[`c_${name}`], jvpOfVjp[`d_c_${name}`])).toBeLessThan(1e-9)
      expect(distance(vjpOfVjp[`c2_${name}`], jvpOfVjp[`d_c_${name}`])).toBeLessThan(1e-9)
    }
  })

  it.each(allCases)('make well-formed programs, before and after optimising: $title', ({ use }) => {
    const { program, x, variables, w } = setUp(use)
    const pulled = vjpProgram(program, variables)
    verify(pulled)
    const [plain, fast] = [pulled, optimise(pulled)].map((p) => evaluate(p, { ...x, c_y: w }))
    for (const name of Object.keys(plain)) expect(distance(fast[name], plain[name])).toBeLessThan(1e-12)
  })
})

describe('differentiation', () => {
  it('shares the slope of a maximum equally among ties', () => {
    const b = new Builder()
    const x = b.input('x', [4])
    const p = b.program('top', { y: b.maxReduce(x), dx: gradient(b, b.maxReduce(x), [x])[0] })
    expect([...evaluate(p, { x: [1, 3, 3, 2] }).dx]).toEqual([0, 0.5, 0.5, 0])
  })

  it('gives the first operand the slope of max and min at a tie', () => {
    const b = new Builder()
    const [x, y] = [b.input('x', []), b.input('y', [])]
    const p = b.program('ties', {
      max: vjp(b, [b.max(x, y)], [b.scalar(1)], [x])[0],
      min: vjp(b, [b.min(x, y)], [b.scalar(1)], [y])[0],
    })
    expect(evaluate(p, { x: [2], y: [2] })).toEqual({ max: Float64Array.of(1), min: Float64Array.of(0) })
  })

  it('stops where it is told to', () => {
    const b = new Builder()
    const x = b.input('x', [])
    const y = b.mul(b.stopGradient(x), x)
    const p = b.program('stopped', { dx: gradient(b, y, [x])[0] })
    expect([...evaluate(p, { x: [3] }).dx]).toEqual([3])
  })

  it('gives zeros by what an output does not depend on', () => {
    const b = new Builder()
    const [x, y] = [b.input('x', [2]), b.input('y', [3])]
    const p = b.program('apart', { dy: gradient(b, b.sum(x), [y])[0] })
    expect([...evaluate(p, { x: [1, 2], y: [1, 2, 3] }).dy]).toEqual([0, 0, 0])
  })

  it('knows of a unit tangent which coordinates it does not move', () => {
    const b = new Builder()
    const x = b.input('x', [3, 2])
    const unit = b.broadcast(b.constant([0, 1], [2]), [3, 2])
    const [still, moved] = jvp(b, [b.exp(b.take(x, [0])), b.take(x, [1, 0])], [x], [unit])
    expect(still).toBeNull()
    expect([...evaluate(b.program('moved', { moved: moved! }), { x: [1, 2, 3, 4, 5, 6] }).moved]).toEqual([
      1, 0, 1, 0, 1, 0,
    ])
    const [row] = jvp(b, [b.take(x, [0], 0)], [x], [unit]) // along the other axis every row is moved
    expect(row).not.toBeNull()
  })

  it('passes through one target to another behind it', () => {
    const b = new Builder()
    const x = b.input('x', [])
    const y = b.exp(x)
    const [dx, dy] = gradient(b, b.square(y), [x, y])
    const p = b.program('chain', { dx, dy })
    const e = Math.E
    const { dx: atX, dy: atY } = evaluate(p, { x: [1] })
    expect(atY[0]).toBeCloseTo(2 * e, 12)
    expect(atX[0]).toBeCloseTo(2 * e * e, 12)
  })

  it('keeps NaN out of the side of a select that is not taken, when its operand is guarded', () => {
    const b = new Builder()
    const x = b.input('x', [2])
    const inside = b.less(0, x)
    const y = b.select(inside, b.log(b.select(inside, x, 1)), 0)
    const p = b.program('guarded', { dx: gradient(b, b.sum(y), [x])[0] })
    expect([...evaluate(p, { x: [-1, 2] }).dx]).toEqual([0, 0.5])
  })

  it('makes each new derivative under names of its own', () => {
    const b = new Builder()
    const x = b.input('x', [])
    let program = b.program('cube', { f: b.mul(x, b.square(x)) })
    for (let order = 0; order < 3; order++) program = jvpProgram(program, ['x'])
    expect(program.inputs.map(({ attributes }) => attributes.name)).toEqual(['x', 'd_x', 'd2_x', 'd3_x'])
    const third = evaluate(program, { x: [2], d_x: [1], d2_x: [1], d3_x: [1] })
    expect([third.f, third.d_f, third.d2_d_f, third.d3_d2_d_f].map(([value]) => value)).toEqual([8, 12, 12, 6])
  })

  it('refuses the gradient of what is not a number', () => {
    const b = new Builder()
    const x = b.input('x', [2])
    expect(() => gradient(b, x, [x])).toThrow('internal: gradient of a value with 1 axes')
  })

  it('refuses to differentiate by an input that is not there', () => {
    const b = new Builder()
    const program = b.program('f', { y: b.exp(b.input('x', [])) })
    expect(() => vjpProgram(program, ['z'])).toThrow('internal: "f" has no input "z"')
  })
})
