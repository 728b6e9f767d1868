import { blockEntry, defaultSettings } from '@shared/catalogue/registry'
import { evaluate } from '@shared/expression/evaluate'
import { parse } from '@shared/expression/parse'
import { unaryNames } from '@shared/expression/syntax'
import { FlowError } from '@shared/flow/bijector'
import { expression } from '@shared/flow/bijectors/expression'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'
import { directions, flowOf, inputs, run, type Direction } from './support/runs'

const nothing = new Float64Array()
const block = (text: string, from = -8, to = 8, outside = 'lines') =>
  expression.create({ ...defaultSettings(blockEntry('expression')!), expression: text, from, to, outside }, 1)
const image = (of: ReturnType<typeof block>, direction: Direction, at: readonly number[]) =>
  run(flowOf(1, [of]), nothing, direction, Float64Array.from(at))
/** `count` points from end to end. */
const spread = (from: number, to: number, count = 41) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))

const invertible: readonly (readonly [string, number, number])[] = [
  ['2z + 1', -8, 8],
  ['1 - z', -8, 8],
  ['2 - 3z', -8, 8],
  ['sigmoid(z)', -8, 8],
  ['exp(z)', -8, 8],
  ['exp(-z^2)', 0.1, 3],
  ['z + sinh(z)', -8, 8],
  ['asinh(z) - 2', -8, 8],
  ['z < 0 ? -log(1 - z) : z^3/3 + z', -8, 8],
  ['max(z, 2z) + min(0, z)/2', -8, 8],
  ['3z + cos(z) + abs(z) + erf(z) - 1/(2 + z^2)', -8, 8],
  ['z^-3', 0.5, 4],
  ['2^z - e^-z', -3, 3],
  ['tan(z)', -1.5, 1.5],
]

describe('a custom expression', () => {
  it.each(invertible)('maps by %s on %d … %d, turns it back, and has its slope', (text, from, to) => {
    const at = spread(from, to)
    const f = parse(text)
    const there = image(block(text, from, to), 'forward', at)
    expectClose(there.value, at.map((z) => evaluate(f, z)), 1e-12) // prettier-ignore
    const h = 1e-6
    const inside = at.slice(1, -1)
    const slopes = inside.map((z) => Math.log(Math.abs(evaluate(f, z + h) - evaluate(f, z - h)) / (2 * h)))
    expect(inside.length).toBe(39)
    // at a kink, z = 0, a difference takes the mean of two slopes
    const smooth = inside.flatMap((z, i) => (z === 0 ? [] : [i]))
    expectClose(smooth.map((i) => there.logDet[i + 1]), smooth.map((i) => slopes[i]), 1e-6) // prettier-ignore
    const back = image(block(text, from, to), 'inverse', [...there.value])
    expectClose(back.value, at, 1e-8)
    expectClose(back.logDet, there.logDet.map((v) => -v), 1e-6) // prettier-ignore
  })

  it.each(unaryNames)('writes %s as nodes that agree with its value in float64', (name) => {
    const f = parse(`${name}(z)`)
    const at = spread(0.01, 1.5)
    const of = block(`3z + ${name}(z)/9`, 0.01, 1.5)
    const { value } = image(of, 'forward', at)
    expectClose(value, at.map((z) => 3 * z + evaluate(f, z) / 9), 1e-14) // prettier-ignore
  })

  it('goes on as lines with the slopes at its ends', () => {
    const of = block('sigmoid(4z) + z', -1, 2)
    const slope = (z: number) => 1 + (4 * Math.exp(-4 * z)) / (1 + Math.exp(-4 * z)) ** 2
    const end = (z: number) => 1 / (1 + Math.exp(-4 * z)) + z
    const { value, logDet } = image(of, 'forward', [-11, 12])
    expectClose(value, [end(-1) - 10 * slope(-1), end(2) + 10 * slope(2)], 1e-12)
    expectClose(logDet, [Math.log(slope(-1)), Math.log(slope(2))], 1e-12)
    expectClose(image(of, 'inverse', [...value]).value, [-11, 12], 1e-12)
    const falling = block('1 - z - z^3', -1, 2)
    expectClose(image(falling, 'forward', [-2, 4]).value, [3 + 4, -9 - 26], 1e-12)
    expectClose(image(falling, 'inverse', [7, -35]).value, [-2, 4], 1e-12)
  })

  it('has density 0 outside its interval and image when nothing is there', () => {
    const of = block('exp(z)', 2, 0, 'nothing') // ends in either order
    expect([of.domain, of.codomain]).toEqual([[0, 2], [1, Math.exp(2)]]) // prettier-ignore
    expect([...image(of, 'forward', [-1, 3]).logDet]).toEqual([-Infinity, -Infinity])
    const { value, logDet } = image(of, 'inverse', [0.5, 1, 8])
    expectClose(value, [0, 0, 2], 1e-12)
    expect([logDet[0], logDet[2]]).toEqual([-Infinity, -Infinity])
    expectClose([logDet[1]], [0], 1e-12)
  })

  it('turns back pieces that are not monotone together', () => {
    const of = block('z < 1 ? z : 4 - z', 0, 2, 'nothing')
    const at = [0, 0.25, 0.9999, 1, 1.5, 2]
    const { value } = image(of, 'forward', at)
    expectClose(value, [0, 0.25, 0.9999, 3, 2.5, 2], 1e-12)
    const back = image(of, 'inverse', [...value, 1.5])
    expectClose(back.value.slice(0, 6), at, 1e-9)
    expect(back.logDet[6]).toBe(-Infinity) // jumped over
    expectClose(back.logDet.slice(0, 6), [0, 0, 0, 0, 0, 0], 1e-9)
  })

  it('has finite values and gradients where its slope is 0 and beside branches that are not taken', () => {
    const cases = [
      ['z^3', 8],
      ['z + sin(z)', 8],
      ['z < 0 ? z : z + log(z + 1)', 8],
      ['z < 0 ? z + exp(20z) - 1 : 3z', 8],
      ['z < 7.99 ? z : 1/0', 4],
    ] as const
    for (const [text, to] of cases)
      for (const direction of directions) {
        const flow = flowOf(1, [block(text, -8, to)])
        const b = new Builder()
        const at = Float64Array.of(0, 1e-30, -1e-7, Math.PI, -Math.PI, 4, 8, -8, 100, -1e4)
        const x = b.input('rows', [at.length, 1])
        const { value, logDet } = flow.trace(b, b.input('theta', [0]))[direction](x)
        const [slope] = gradient(b, b.add(b.sum(value), b.sum(logDet)), [x])
        const found = interpret(b.program('at 0', { value, logDet, slope }), inputs(nothing, at), Float32Array)
        for (const [name, values] of found)
          expect(values.every(Number.isFinite), `${text} ${direction} ${name}`).toBe(true)
      }
  })

  it('turns back a slope of 0 to what rounding leaves of it', () => {
    const at = spread(-8, 8)
    const there = image(block('z^3'), 'forward', at)
    expectClose(image(block('z^3'), 'inverse', [...there.value]).value, at, 1e-8)
    expectClose(there.logDet, at.map((z) => Math.log(Math.max(3 * z * z, 1e-12))), 1e-12) // prettier-ignore
  })

  it.each([
    ['exp(-z^2)', 'Custom expression: f rises on −8 … 0 and falls on 0 … 8'],
    ['2z +', 'Custom expression: at character 5'],
    ['('.repeat(10_000), 'Custom expression: at character 257: expected at most 256 characters'],
  ])('is refused as %s with the reason', (text, message) => {
    expect(() => block(text)).toThrow(FlowError)
    expect(() => block(text)).toThrow(message)
  })
})
