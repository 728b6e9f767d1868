import type { Settings } from '@shared/catalogue/types'
import type { Bijector } from '@shared/flow/bijector'
import { normal } from '@shared/flow/bases/normal'
import { Flow, type Part } from '@shared/flow/flow'
import { drawNoise, noiseInputs } from '@shared/flow/noise'
import { logSumExpOf } from '@shared/flow/special/logSumExp'
import type { TraceTarget } from '@shared/flow/target'
import { targetDefinitions } from '@shared/flow/targets/registry'
import { targetEntry } from '@shared/catalogue/targets'
import { Random } from '@shared/math/random'
import { Builder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'
import type { Direction } from './runs'

/** A target of the catalogue at its defaults but for `changes`. */
export function targetNamed(type: string, dims = 2, changes: Settings = {}) {
  const settings = Object.fromEntries(targetEntry(type)!.settings.map(({ key, default: value }) => [key, value]))
  return targetDefinitions.find((definition) => definition.type === type)!.create({ ...settings, ...changes }, dims)
}

/** A target in any dimension with modes, slopes and correlations: ln p̃ = ln(e^{−½‖x − 1‖²} + e^{−½‖x + 1‖²/0.6}) − 0.1 (Σx)². */
export const lumpy: TraceTarget = (b, x) => {
  const well = (shift: number, variance: number) => b.mul(-0.5 / variance, b.sum(b.square(b.add(x, shift)), [-1]))
  const whole = logSumExpOf(b, [well(-1, 1), well(1, 0.6)])
  return b.sub(whole, b.mul(0.1, b.square(b.sum(x, [-1]))))
}

/** A flow of blocks with shares of the way as `compileFlow` gives them, from a standard normal. */
export function walkingFlow(dims: number, bijectors: readonly Bijector[], target: TraceTarget): Flow {
  const walking = bijectors.filter(({ stochastic }) => stochastic)
  const parts = bijectors.map((of, i): Part<Bijector> => {
    const place = of.stochastic ? { lambda: (walking.indexOf(of) + 1) / walking.length } : {}
    return { id: `block${i}`, of, ...place }
  })
  return new Flow(dims, { id: 'base', of: normal.create({}, dims) }, parts, 0, target)
}

/** What a program of rows is to be given: θ, rows and chance. */
export function given(program: Program, theta: Float64Array, rows: Float64Array, seed = 1): Map<string, Float64Array> {
  const random = new Random(seed).fork('chance')
  return new Map([
    ['theta', theta.length > 0 ? theta : new Float64Array(1)],
    ['rows', rows],
    ...noiseInputs(program).map((input) => [input.input, Float64Array.from(drawNoise(input, random))] as const),
  ])
}

/** Rows → value, logDet of a direction, with what else `also` makes of them. */
export function walkProgram(
  flow: Flow,
  direction: Direction,
  n: number,
  also: (b: Builder, nodes: Record<'x' | 'theta' | 'value' | 'logDet', Node>) => Record<string, Node> = () => ({}),
): Program {
  const b = new Builder()
  const x = b.rows('rows', [n, flow.dims])
  const theta = b.input('theta', [Math.max(1, flow.size)])
  const { value, logDet } = flow.trace(b, theta)[direction](x)
  return b.program(direction, { value, logDet, ...also(b, { x, theta, value, logDet }) })
}
