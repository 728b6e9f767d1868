import { describe, expect, it } from 'vitest'
import { jvp } from '@shared/tensor/autodiff/jvp'
import { jvpProgram, vjpProgram } from '@shared/tensor/autodiff/transform'
import { withPullback } from '@shared/tensor/autodiff/pullback'
import { gradient, vjp } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { closure, loop } from '@shared/tensor/ir/loop'
import type { Node } from '@shared/tensor/ir/program'
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

  describe('of a value with a pullback of its own', () => {
    /** x³ [2], whose pullback says 10 x c in place of 3 x² c. */
    const cube = (b: Builder, x: Node) =>
      withPullback(b, b.mul(x, b.square(x)), [x], (b, c, _, [x]) => [b.mul(b.mul(x, 10), c)])
    const program = () => {
      const b = new Builder()
      return b.program('cube', { y: b.mul(cube(b, b.mul(b.input('x', [2]), 2)), 3) })
    }
    const x = [1, -0.5]

    it('takes that backwards, in copies too, and the derivative of what it was made from forwards', () => {
      const backwards = evaluate(vjpProgram(program(), ['x']), { x, c_y: [1, 1] })
      expect([...backwards.y]).toEqual([24, -3])
      expect([...backwards.c_x]).toEqual(x.map((value) => 3 * 10 * (2 * value) * 2))
      const forwards = evaluate(jvpProgram(program(), ['x']), { x, d_x: [1, 1] })
      expect([...forwards.d_y]).toEqual(x.map((value) => 3 * 3 * (2 * value) ** 2 * 2))
    })

    it('differentiates that again', () => {
      const second = vjpProgram(vjpProgram(program(), ['x']), ['x'])
      const { c2_x } = evaluate(second, { x, c_y: [1, 1], c2_y: [0, 0], c2_c_x: [1, 1] })
      expect([...c2_x]).toEqual([120, 120])
    })

    it('takes that in every turn of a loop, and of a loop within', () => {
      const b = new Builder()
      const [x, w] = [b.input('x', [2]), b.input('w', [2])]
      const inner = (start: Node) =>
        loop(b, { length: 2 }, { carries: [start] }, ({ carries: [s] }) => ({ carries: [b.mul(cube(b, s), w)] }))
      const outer = loop(b, { length: 2 }, { carries: [x] }, ({ carries }) => ({
        carries: [b.mul(inner(carries[0]).carries[0], 0.5)],
      }))
      const [slope] = gradient(b, b.sum(outer.carries[0]), [x])
      const found = evaluate(optimise(b.program('loops', { slope })), { x: [1, -0.5], w: [0.5, 2] }).slope
      const expected = [[1, 0.5], [-0.5, 2]].map(([x, w]) => {
        let [value, slope] = [x, 1]
        for (const factor of [w, w / 2, w, w / 2]) [value, slope] = [value ** 3 * factor, slope * 10 * value * factor]
        return slope
      }) // prettier-ignore
      expect(distance(found, Float64Array.from(expected))).toBeLessThan(1e-12)
    })
  })

  it('knows a function by what it is given, which may be something else', () => {
    const b = new Builder()
    const [x, w] = [b.input('x', [2]), b.input('w', [2])]
    const power = b.exp(w)
    const f = closure(b, [x], ([y]) => b.mul(b.sin(y), power))
    expect(f.givens).toEqual([power])
    const [slope] = gradient(b, b.sum(f.call(b, [b.mul(x, 2)], [x])), [x])
    const value = f.call(b, [x], f.givens)
    const found = evaluate(b.program('calls', { value, slope }), { x: [0.3, 2], w: [1, -1] })
    const expected = { value: [[0.3, 1], [2, -1]].map(([x, w]) => Math.sin(x) * Math.exp(w)), slope: [0.3, 2].map((x) => 2 * Math.cos(2 * x) * x + Math.sin(2 * x)) } // prettier-ignore
    for (const name of ['value', 'slope'] as const)
      expect(distance(found[name], Float64Array.from(expected[name]))).toBeLessThan(1e-12)
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
