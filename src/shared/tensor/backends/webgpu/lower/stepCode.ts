import { isOp, type Node } from '../../../ir/program'
import { sizeOf, type Shape } from '../../../ir/shape'
import { stripped, type Tiling } from '../plan/planner'
import type { MapUnit, Step, SumUnit } from '../plan/units'
import { Code } from '../wgsl/code'
import { back, counter, int, over, plus, rest, times, unflatten, ZERO, type Int, type Point } from '../wgsl/ints'
import { factors, innerSize, overAxes, widened, WRITTEN_OUT } from '../wgsl/reduction'
import { Values, type Memory } from '../wgsl/values'

/** The body of a function that computes a step, and the numbers that it is called with. */
export interface StepCode {
  readonly text: string
  readonly parameters: readonly number[]
  /** How many elements its threads share: the function goes from `start` up to it by `stride`. */
  readonly count: number
}

/** For what a step is written. */
export interface Making {
  readonly memory: Memory
  readonly tiling: Tiling
  /** Threads of a workgroup. */
  readonly threads: number
  /** Rows that one thread may take at once where they share the weights of a matrix product. */
  readonly lanes: number
}

export function stepCode(step: Step, { memory, ...making }: Making): StepCode {
  const { tiling } = making
  const code = new Code()
  const values = new Values(code, memory)
  const [first] = step.units
  const count =
    first.kind === 'map' || first.kind === 'zero'
      ? mapCode(values, step.units as readonly MapUnit[], making)
      : aloneCode(values, first as MapUnit | SumUnit, tiling)
  return { text: code.text, parameters: code.parameters, count }
}

/** Goes through `count` elements. */
function each(code: Code, count: number, body: (element: Int) => void): number {
  code.block(`for (var e = start; e < ${count}u; e += stride)`, true, () => {
    body(counter('e', count))
  })
  return count
}

/** A row of the tile: the last tile may have fewer, whose places then repeat the last row. */
function rowOf(code: Code, { batch, rows, tiles }: Tiling, within: Int): Int {
  if (batch === 1) return ZERO
  const name = code.name('row')
  const own = rows === 1 ? 'tile' : `tile * ${rows}u + ${within.text}`
  code.line(`let ${name} = ${tiles * rows > batch ? `min(${own}, ${batch - 1}u)` : own};`)
  return counter(name, batch, within.text)
}

/** Where an element of a shape is, from the row and its places along the axes longer than 1. */
function placed(shape: Shape, axis: number | null, row: Int, others: Point): Point {
  let next = 0
  return shape.map((n, i) => (i === axis ? row : n === 1 ? ZERO : others[next++]))
}

function mapCode(
  values: Values,
  units: readonly MapUnit[],
  { tiling, threads, lanes: most }: Omit<Making, 'memory'>,
): number {
  const { code } = values
  const [{ shape, axis, byRows }] = units
  const inner = stripped(shape, axis)
  const perRow = sizeOf(inner)
  if (perRow === 0) return 0
  const fit = byRows && tiling.rows % most === 0 && (tiling.rows * perRow) / most >= threads
  const lanes = fit && haveProduct(units, values.memory) ? most : 1
  const groups = byRows ? tiling.rows / lanes : 1
  return each(code, groups * perRow, (element) => {
    const group = code.short(byRows && groups > 1 ? over(element, perRow) : ZERO)
    const others = unflatten(code.short(groups > 1 ? rest(element, perRow) : element), inner).map((at) =>
      code.short(at),
    )
    const rows = Array.from({ length: byRows ? lanes : 1 }, (_, lane) =>
      byRows ? rowOf(code, tiling, code.short(plus(times(group, lanes), int(lane)))) : ZERO,
    )
    const stores = units.flatMap((unit) => {
      const points = rows.map((row) => placed(unit.shape, unit.axis, row, others))
      const texts = textsOf(values, unit, points)
      return points.map((point, i) => ({ unit, point, text: texts[i] }))
    })
    for (const { unit, point, text } of stores) values.store(unit.cell, [...unit.prefix, ...point], text)
  })
}

/** Whether a long matrix product is computed on the way to one of these values. */
function haveProduct(units: readonly MapUnit[], memory: Memory): boolean {
  const seen = new Set<Node>()
  const has = (node: Node, isRead: boolean): boolean => {
    if (seen.has(node) || (isRead && (memory.cellOf(node) || memory.bindingOf(node)))) return false
    seen.add(node)
    if (isOp(node, 'matmul')) return innerSize(node) > WRITTEN_OUT
    return node.inputs.some((input) => has(input, true))
  }
  return units.some(({ node, owns }) => has(node, !owns))
}

function textsOf(
  values: Values,
  { kind, owns, from, node, cell }: MapUnit,
  points: readonly Point[],
): readonly string[] {
  if (kind === 'zero') return points.map(() => '0f')
  if (from) return points.map((point) => values.load(from, point))
  return owns ? values.own(node, cell, points) : values.of(node, points)
}

function aloneCode(values: Values, unit: MapUnit | SumUnit, tiling: Tiling): number {
  switch (unit.kind) {
    case 'solve':
      return solveCode(values, unit as MapUnit & { node: Node<'triangularSolve'> }, tiling)
    case 'rowSum':
      return rowSumCode(values, unit, tiling)
    case 'noSum':
      return each(values.code, sizeOf(unit.shape), (element) => {
        values.store(unit.cell, [tile(tiling), ...unflatten(element, unit.shape)], '0f')
      })
    case 'split':
      return splitCode(values, unit)
    case 'join':
      return joinCode(values, unit)
    case 'map':
    case 'zero':
      throw new Error('internal: a step of its own goes over elements')
  }
}

const tile = ({ tiles }: Tiling): Int => counter('tile', tiles)

/** Column by column, each by the thread that goes down it. */
function solveCode(
  values: Values,
  { node, cell, byRows }: MapUnit & { node: Node<'triangularSolve'> },
  tiling: Tiling,
): number {
  const { code } = values
  const { inputs: [matrix, right], attributes: { lower, unit, transpose }, shape: [n, columns] } = node // prettier-ignore
  const downwards = lower !== transpose
  return each(code, byRows ? tiling.rows : columns, (element) => {
    const column = byRows ? rowOf(code, tiling, element) : element
    code.repeat(n, (step) => {
      const i = code.short(downwards ? step : back(n - 1, step))
      const sum = code.name('s')
      code.line(`var ${sum} = ${values.of(right, [[i, column]])[0]};`)
      const before = code.name('k')
      code.block(`for (var ${before} = 0u; ${before} < ${step.text}; ${before}++)`, true, () => {
        const at = { text: before, below: n }
        const j = code.short(downwards ? at : back(n - 1, at))
        const entry = values.of(matrix, [transpose ? [j, i] : [i, j]])[0]
        code.line(`${sum} = fma(-${entry}, ${values.address(cell, [j, column])}, ${sum});`)
      })
      values.store(cell, [i, column], unit ? sum : `${sum} / ${values.of(matrix, [[i, i]])[0]}`)
    })
  })
}

/** What a tile's rows add to a sum over all rows. */
function rowSumCode(values: Values, { node, shape, cell, adds }: SumUnit, tiling: Tiling): number {
  const { code } = values
  const { batch, rows, tiles } = tiling
  return each(code, sizeOf(shape), (element) => {
    const point = unflatten(element, shape)
    const [sum, r] = [code.name('s'), code.name('r')]
    code.line(`var ${sum} = 0f;`)
    const end = tiles * rows > batch ? `min(${rows}u, ${batch}u - tile * ${rows}u)` : `${rows}u`
    code.block(`for (var ${r} = 0u; ${r} < ${end}; ${r}++)`, true, () => {
      const row = batch === 1 ? ZERO : counter(rows === 1 ? 'tile' : `(tile * ${rows}u + ${r})`, batch, r)
      addTerms(values, node, point, row, sum)
    })
    values.store(cell, [tile(tiling), ...point], sum, adds ? '+=' : '=')
  })
}

/** Adds to `sum` what one row gives to an element of a sum over the rows. */
function addTerms(values: Values, node: Node, point: Point, row: Int, sum: string): void {
  const { code } = values
  if (isOp(node, 'matmul')) {
    const [[a], [b]] = factors(values, node, [point], row)
    code.line(`${sum} = fma(${a}, ${b}, ${sum});`)
    return
  }
  const [input] = node.inputs
  const { axes } = (node as Node<'sum'>).attributes
  const axis = values.memory.axisOf(input)!
  overAxes(values, input, axes.filter((other) => other !== axis), (lost) => {
    const [term] = values.of(input, [widened(point, input.shape.length, new Map(lost).set(axis, row))])
    code.line(`${sum} += ${term};`)
  }) // prettier-ignore
}

/** Every `parts`-th term of a long sum, so that neighbouring threads read neighbouring terms. */
function splitCode(values: Values, { node, shape, cell, parts }: SumUnit): number {
  const { code } = values
  const [input] = node.inputs
  const isMax = isOp(node, 'maxReduce')
  return each(code, parts * sizeOf(shape), (element) => {
    const point = unflatten(code.short(rest(element, sizeOf(shape))), shape).map((at) => code.short(at))
    const part = code.short(over(element, sizeOf(shape)))
    const [sum, k] = [code.name('s'), code.name('k')]
    code.line(`var ${sum} = ${isMax ? '-infinity()' : '0f'};`)
    const terms = isOp(node, 'matmul') ? innerSize(node) : sizeOf(input.shape) / sizeOf(shape)
    code.block(`for (var ${k} = ${part.text}; ${k} < ${terms}u; ${k} += ${parts}u)`, true, () => {
      const at = counter(k, terms)
      if (isOp(node, 'matmul')) {
        const [[a], [b]] = factors(values, node, [point], at)
        code.line(`${sum} = fma(${a}, ${b}, ${sum});`)
        return
      }
      const { axes } = (node as Node<'sum'>).attributes
      const lost = unflatten(at, axes.map((axis) => input.shape[axis])).map((each) => code.short(each)) // prettier-ignore
      const [term] = values.of(input, [
        widened(point, input.shape.length, new Map(axes.map((axis, i) => [axis, lost[i]]))),
      ])
      code.line(isMax ? `${sum} = max_(${sum}, ${term});` : `${sum} += ${term};`)
    })
    values.store(cell, parts === 1 ? point : [part, ...point], sum)
  })
}

function joinCode(values: Values, { node, shape, cell, parts, reads }: SumUnit): number {
  const { code } = values
  const [from] = reads.keys()
  const isMax = isOp(node, 'maxReduce')
  return each(code, sizeOf(shape), (element) => {
    const point = unflatten(element, shape)
    const [sum, k] = [code.name('s'), code.name('k')]
    code.line(`var ${sum} = ${isMax ? '-infinity()' : '0f'};`)
    code.block(`for (var ${k} = 0u; ${k} < ${parts}u; ${k}++)`, true, () => {
      const term = values.load(from, [counter(k, parts), ...point])
      code.line(isMax ? `${sum} = max_(${sum}, ${term});` : `${sum} += ${term};`)
    })
    values.store(cell, point, sum)
  })
}
