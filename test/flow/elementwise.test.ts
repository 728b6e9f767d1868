import { readFileSync } from 'node:fs'
import { blockEntry, blocks } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, intervalOf, into, settingsFor } from './support/blocks'
import { expectClose } from './support/compare'
import { directions, flowOf, inputs, jacobians, run, type Direction } from './support/runs'

/** Written by test/fixtures/parity/make_elementwise.py. */
interface Fixture {
  readonly cases: readonly {
    readonly source: string
    readonly type: string
    readonly settings: Settings
    /** Unconstrained parameters by name. */
    readonly raw: Readonly<Record<string, number>>
    readonly z: readonly number[]
    readonly x: readonly number[]
    readonly logSlope: readonly number[]
  }[]
  readonly quantiles: Readonly<Record<string, readonly number[]>>
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/parity/elementwise.json', import.meta.url), 'utf8'),
) as Fixture

const flowFor = (type: string, settings: Settings = {}) => flowOf(1, [create(blockEntry(type)!, 1, settings)])

function apply(
  type: string,
  direction: Direction,
  at: readonly number[],
  settings: Settings = {},
  raw: Readonly<Record<string, number>> = {},
) {
  const flow = flowFor(type, settings)
  const theta = Float64Array.from(flow.parameters, ({ name }) => raw[name] ?? 0)
  return run(flow, theta, direction, Float64Array.from(at))
}

describe('the maps of other libraries and of the papers', () => {
  it.each(fixture.cases)(
    'are ours to 1e-9: $type $settings $raw, by $source',
    ({ type, settings, raw, z, x, logSlope }) => {
      const ours = apply(type, 'forward', z, settings, raw)
      expect(z.length).toBeGreaterThan(50)
      expectClose(ours.value, x, 1e-9)
      expectClose(ours.logDet, logSlope, 1e-9)
    },
  )

  it('are there for every elementwise block but those that have tests of their own', () => {
    const known = new Set(fixture.cases.map(({ type }) => type))
    const family = blocks.filter(({ family }) => family === 'elementwise').map(({ type }) => type)
    expect(family.filter((type) => !known.has(type))).toEqual(['affine', 'elementwise-spline', 'expression'])
  })
})

describe.each(Object.keys(fixture.quantiles).filter((name) => name !== 'p'))('the %s distribution', (distribution) => {
  const { p } = fixture.quantiles
  const exact = fixture.quantiles[distribution]
  it('has quantiles to twelve digits from 1e-300 up', () => {
    expectClose(apply('distribution-cdf', 'inverse', p, { distribution }).value, exact, 1e-12)
  })

  it('has a lower tail with all its digits', () => {
    // squares of the Cauchy's furthest quantiles overflow
    const known = exact.flatMap((z, i) => (Math.abs(z) < 1e150 ? [{ z, p: p[i] }] : []))
    const at = known.map(({ z }) => z)
    const shares = apply('distribution-cdf', 'forward', at, { distribution }).value.map((v, i) => v / known[i].p)
    // z is itself rounded, which is 10⁻¹³ of e^−z²/2 where z = −37
    expectClose(shares, new Float64Array(shares.length).fill(1), 1e-12)
  })
})

describe.each(blocks.filter(({ family }) => family === 'elementwise'))('$type', (entry) => {
  const settings = settingsFor(entry, 1)
  it('has the slope it reports at 0 itself, where signs change', () => {
    for (const direction of directions) {
      const range = intervalOf(direction === 'forward' ? entry.domain : entry.codomain, settings)
      const at = range[0] < 0 ? 0 : into(range, 0)
      const flow = flowFor(entry.type)
      const theta = new Float64Array(flow.size).fill(0.4)
      const [[[slope]]] = jacobians(flow, theta, direction, Float64Array.of(at))
      expectClose([Math.log(slope)], run(flow, theta, direction, Float64Array.of(at)).logDet, 1e-12, direction)
    }
  })

  it('is increasing and finite with finite gradients in single precision, however extreme its parameters', () => {
    const points = [-1e4, -100, -4, -0.5, 0, 1e-6, 0.5, 4, 100, 1e4]
    for (const direction of directions) {
      const range = intervalOf(direction === 'forward' ? entry.domain : entry.codomain, settings)
      const rows = Float64Array.from(points, (point) => into(range, point))
      for (const extreme of [-30, -3, 3, 30]) {
        const flow = flowFor(entry.type)
        if (flow.size === 0 && extreme !== 3) continue
        if (entry.type === 'affine') continue // its scale is free
        const b = new Builder()
        const x = b.input('rows', [rows.length, 1])
        const theta = b.input('theta', [flow.size])
        const { value, logDet } = flow.trace(b, theta)[direction](x)
        const [dTheta, dRows] = gradient(b, b.add(b.mul(1e-4, b.sum(value)), b.sum(logDet)), [theta, x])
        const program = b.program('extreme', { value, logDet, dTheta, dRows })
        const found = interpret(program, inputs(new Float64Array(flow.size).fill(extreme), rows), Float32Array)
        for (const [name, values] of found)
          expect(values.every(Number.isFinite), `${direction}, ${extreme}: ${name}`).toBe(true)
        const images = found.get('value')!
        for (let i = 1; i < images.length; i++) expect(images[i]).toBeGreaterThanOrEqual(images[i - 1])
      }
    }
  })
})

describe('tangents', () => {
  const seams: readonly (readonly [string, Settings, Readonly<Record<string, number>>, number])[] = [
    ['exp', {}, {}, 75],
    ['leaky-tanh', { bound: 2 }, {}, 2],
    ['leaky-tanh', { bound: 2 }, {}, -2],
    ['lambert-w', {}, { delta: 3 }, Math.sqrt(40 / (1e-6 + Math.LN2))],
  ]
  it.each(seams)('meet the curve with its value and slope: %s %o %o at %d', (type, settings, raw, at) => {
    const { value, logDet } = apply(type, 'forward', [at * (1 - 1e-12), at * (1 + 1e-12), at * 1.5], settings, raw)
    expectClose([value[0] / value[1]], [1], 1e-9)
    expectClose([logDet[0]], [logDet[1]], 1e-9)
    expect(logDet[2]).toBe(logDet[1])
    expectClose([(value[2] - value[1]) / (0.5 * at * Math.exp(logDet[1]))], [1], 1e-9)
    const back = apply(type, 'inverse', [...value], settings, raw)
    expectClose(back.value, [at, at, at * 1.5], 1e-9)
  })
})

describe('the Lambert W tail', () => {
  it.each([-20, -3, 0, 3, 20])('inverts itself over many orders of magnitude when its raw weight is %d', (delta) => {
    const z = Array.from({ length: 60 }, (_, i) => (i % 2 ? 1 : -1) * 10 ** (i / 6 - 6))
    const { value, logDet } = apply('lambert-w', 'forward', z, {}, { delta })
    const back = apply('lambert-w', 'inverse', [...value], {}, { delta })
    expectClose(
      back.value.map((v, i) => v / z[i]),
      z.map(() => 1),
      1e-12,
    )
    expectClose(
      back.logDet,
      logDet.map((nats) => -nats),
      1e-10,
    )
  })
})
