import type { Mapped } from '../../flow/bijector'
import type { Flow } from '../../flow/flow'
import { partRows } from '../../flow/rows'
import type { TraceTarget } from '../../flow/target'
import { jvp } from '../../tensor/autodiff/jvp'
import { Builder } from '../../tensor/ir/builder'
import type { Node, Program } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import { thetaLength } from '../theta'

/*
 * Every input of points is of rows [rows, D + C]: a point, and behind it the context it is given, where the flow takes one.
 */

/**
 * x → z: inputs `theta` [P] and `x` [rows, D + C]; outputs `logDensity` [rows], `z` [rows, D] and `logDet` [rows] of ∂z/∂x.
 * Nats, in the flow's own units.
 */
export function densityProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const { x, context } = partRows(b, flow, b.rows('x', [rows, flow.width]))
  const { logDensity, z, logDet } = flow.trace(b, theta, { context }).logDensity(x)
  return b.program('density', { logDensity, z, logDet })
}

/** z → x: inputs `theta` [P] and `z` [rows, D + C]; outputs `x` [rows, D] and `logDet` [rows] of ∂x/∂z. */
export function samplingProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const { x: z, context } = partRows(b, flow, b.rows('z', [rows, flow.width]))
  const { value: x, logDet } = flow.trace(b, theta, { context }).forward(z)
  return b.program('sampling', { x, logDet })
}

/**
 * Draws of the model weighed by a target: inputs `theta` [P] and `z` [rows, D]; outputs `x` [rows, D], `logDensity` [rows],
 * log q(x) found on the way z → x, and `logTarget` [rows], ln p̃(x). Nats, in the flow's units.
 */
export function weighingProgram(flow: Flow, rows: number, target: TraceTarget): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const { x, logDensity } = flow.trace(b, theta).push(b.rows('z', [rows, flow.dims]))
  return b.program('weighing', { x, logDensity, logTarget: target(b, x) })
}

/** ln p̃ of a target: input `x` [rows, D], output `logTarget` [rows], nats, in the flow's units. */
export function targetProgram(dims: number, rows: number, target: TraceTarget): Program {
  const b = new Builder()
  return b.program('target', { logTarget: target(b, b.rows('x', [rows, dims])) })
}

export type Direction = 'forward' | 'inverse'

/**
 * A path through the stack: input `theta` [P] and `points` [rows, D + C]; outputs `layer0` … `layerK` [rows, D], the points
 * before the first block met and after each, and `logDet1` … `logDetK` [rows], each block's own. `forward` goes z → x.
 */
export function layersProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const layers = traceLayers(b, flow, rows, direction)
  return b.program(`layers ${direction}`, layerOutputs(b, layers, rows))
}

const layerOutputs = (b: Builder, layers: readonly Mapped[], rows: number): Readonly<Record<string, Node>> => ({
  ...Object.fromEntries(layers.map(({ value }, k) => [`layer${k}`, value])),
  ...Object.fromEntries(layers.slice(1).map(({ logDet }, k) => [`logDet${k + 1}`, b.broadcast(logDet, [rows])])),
})

/** Where a continuous block's path is shown between its ends: so near that the straight lines between look like curves. */
export const STATIONS: readonly number[] = range(1, 16).map((i) => i / 16)

/** The blocks with a path between their ends, by their places in the order met, counted from 1. */
export const continuousBlocks = ({ bijectors }: Flow, direction: Direction): readonly number[] =>
  (direction === 'forward' ? bijectors : [...bijectors].reverse()).flatMap(({ of }, i) => (of.velocity ? [i + 1] : []))

/**
 * A path with what lies between the ends of continuous blocks: as `layersProgram`, and for each of these blocks k the
 * outputs `layer<k>.<i>` [rows, D] and `logDet<k>.<i>` [rows], at time STATIONS[i] of the way through it.
 */
export function pathProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const layers = traceLayers(b, flow, rows, direction, STATIONS)
  const between = layers.flatMap(
    ({ stations = [] }, k) =>
    stations.flatMap(({ value, logDet }, i) => [[`layer${k}.${i}`, value], [`logDet${k}.${i}`, logDet]] as const), // prettier-ignore
  )
  return b.program(`path ${direction}`, { ...layerOutputs(b, layers, rows), ...Object.fromEntries(between) })
}

/** Blocks `from` … `to` − 1 of those met, in the direction's order. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The input `span` of a field's programs, [K]: 1 for a block of the span, 0 for another. */
export const spanMask = ({ bijectors }: Flow, { from, to }: Span): Float64Array =>
  Float64Array.from({ length: spanLength(bijectors.length) }, (_, k) => (from <= k && k < to ? 1 : 0))

/** As `thetaLength`: machines do not take empty arrays. */
const spanLength = (blocks: number): number => Math.max(1, blocks)

/**
 * log|det| of a span of blocks: inputs as for `layersProgram` and `span`, so that one program does for all of them;
 * outputs `logDet` [rows], and `sound` [rows], how many blocks are met before the first whose image or own log|det| is
 * not finite.
 */
export function determinantProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const [, ...blocks] = traceLayers(b, flow, rows, direction)
  const within = traceSpan(b, blocks.length)
  const none = b.fill(0, [rows])
  let [logDet, defect, sound] = [none, none, none]
  blocks.forEach((block, k) => {
    logDet = b.select(within(k), b.add(logDet, block.logDet), logDet)
    // 0 · x is 0 or, where x is not finite, NaN, which stays in the sum
    const own = b.add(b.sum(b.mul(block.value, 0), [-1]), b.mul(block.logDet, 0))
    defect = b.add(defect, own)
    sound = b.add(sound, b.select(b.equal(defect, defect), 1, 0))
  })
  return b.program(`determinant ${direction}`, { logDet, sound })
}

/**
 * The Jacobian of a span of blocks where the path through the stack meets it: inputs as for `determinantProgram`;
 * outputs `column<j>` [rows, D], how the span's image moves when coordinate j before it does.
 *
 * It is the product of the blocks' own: of these many entries are known to be 0 or 1, which would not be so of the
 * tangents that a span hands from block to block, so that half as many networks are differentiated.
 */
export function jacobianProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const layers = traceLayers(b, flow, rows, direction)
  const within = traceSpan(b, layers.length - 1)
  const axes = range(0, flow.dims)
  const units = axes.map((j) => {
    const unit = axes.map((d) => (d === j ? 1 : 0))
    return b.broadcast(b.constant(unit, [flow.dims]), [rows, flow.dims])
  })
  let columns: readonly Node[] = units
  layers.slice(1).forEach(({ value }, k) => {
    const own = units.map((unit) => jvp(b, [value], [layers[k].value], [unit])[0])
    columns = columns.map((column) => {
      const terms = own.flatMap((of, i) => (of === null ? [] : [b.mul(of, b.take(column, [i]))]))
      const moved = terms.length > 0 ? terms.reduce((sum, term) => b.add(sum, term)) : b.fill(0, column.shape)
      return b.select(within(k), moved, column)
    })
  })
  return b.program(`jacobian ${direction}`, Object.fromEntries(columns.map((column, j) => [`column${j}`, column])))
}

/** Whether block k is of the span. */
function traceSpan(b: Builder, blocks: number): (k: number) => Node {
  const span = b.input('span', [spanLength(blocks)])
  return (k) => b.less(0, b.reshape(b.take(span, [k]), []))
}

function traceLayers(
  b: Builder,
  flow: Flow,
  rows: number,
  direction: Direction,
  stations?: readonly number[],
): readonly Mapped[] {
  const theta = b.input('theta', [thetaLength(flow)])
  const layers: Mapped[] = []
  const { x: points, context } = partRows(b, flow, b.rows('points', [rows, flow.width]))
  flow.trace(b, theta, { context, ...(stations && { stations }) })[direction](points, layers)
  return layers
}
