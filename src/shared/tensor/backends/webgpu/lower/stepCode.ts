import { isOp, type Node } from '../../../ir/program'
import { sizeOf, type Shape } from '../../../ir/shape'
import { stripped } from '../plan/nodes'
import type { Tiling } from '../plan/planner'
import type { MapUnit, Step, SumUnit } from '../plan/units'
import { Code } from '../wgsl/code'
import { back, counter, int, over, plus, rest, times, unflatten, ZERO, type Int, type Point } from '../wgsl/ints'
import { factors, innerSize, overAxes, widened, WRITTEN_OUT } from '../wgsl/reduction'
import { Values, type Memory } from '../wgsl/values'
import { blockOf } from './blocks'

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
  /** Rows, and columns, of a matrix product that one thread may take at once. */
  readonly lanes: number
}

export function stepCode(step: Step, { memory, ...making }: Making): StepCode {
  const code = new Code()
  const values = new Values(code, memory)
  const [first] = step.units
  const count =
    first.kind === 'map' || first.kind === 'zero'
      ? mapCode(values, step.units as readonly MapUnit[], making)
      : aloneCode(values, first as MapUnit | SumUnit, making)
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
  const block =
    byRows && haveProduct(units, values.memory) ? blockOf(tiling.rows, perRow, most, threads) : { rows: 1, columns: 1 }
  const groups = byRows ? tiling.rows / block.rows : 1
  const width = Math.ceil(perRow / block.columns)
  return each(code, groups * width, (element) => {
    const group = code.short(byRows && groups > 1 ? over(element, width) : ZERO)
    const columns = strided(code, groups > 1 ? rest(element, width) : element, block.columns, perRow)
    const rows = Array.from({ length: block.rows }, (_, lane) =>
      byRows ? rowOf(code, tiling, code.short(plus(times(group, block.rows), int(lane)))) : ZERO,
    )
    const places = columns.flatMap(({ at, within }) => {
      const others = unflatten(at, inner).map((each) => code.short(each))
      return rows.map((row) => ({ row, others, within }))
    })
    const stores = units.flatMap((unit) => {
      const points = places.map(({ row, others }) => placed(unit.shape, unit.axis, row, others))
      const texts = textsOf(values, unit, points)
      return points.map((point, i) => ({ unit, point, text: texts[i], within: places[i].within }))
    })
    for (const { unit, point, text, within } of stores)
      where(code, within, () => { values.store(unit.cell, [...unit.prefix, ...point], text) }) // prettier-ignore
  })
}

/** One of the places that a thread takes along an axis, and under which condition it is there. */
interface Strided {
  readonly at: Int
  readonly within: string | null
}

/** `count` of `length` places, so far apart that those of neighbouring threads are neighbours. */
function strided(code: Code, first: Int, count: number, length: number): readonly Strided[] {
  const width = Math.ceil(length / count)
  return Array.from({ length: count }, (_, k) => {
    const at = code.short(plus(first, int(k * width)))
    if ((k + 1) * width <= length) return { at, within: null }
    return {
      at: code.short({ text: `min(${at.text}, ${length - 1}u)`, below: length }),
      within: `${at.text} < ${length}u`,
    }
  })
}

/** What is done under a condition, if there is one. */
function where(code: Code, condition: string | null, body: () => void): void {
  if (condition === null) body()
  else code.block(`if (${condition})`, true, body)
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

function textsOf(values: Values, { kind, owns, from, node }: MapUnit, points: readonly Point[]): readonly string[] {
  if (kind === 'zero') return points.map(() => '0f')
  if (from) return points.map((point) => values.load(from, point))
  return owns ? values.own(node, points) : values.of(node, points)
}

function aloneCode(values: Values, unit: MapUnit | SumUnit, { tiling, lanes }: Omit<Making, 'memory'>): number {
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
      return isOp(unit.node, 'matmul') ? productCode(values, unit, lanes) : splitCode(values, unit)
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
    const terms = sizeOf(input.shape) / sizeOf(shape)
    code.block(`for (var ${k} = ${part.text}; ${k} < ${terms}u; ${k} += ${parts}u)`, true, () => {
      const { axes } = (node as Node<'sum'>).attributes
      const lost = unflatten(counter(k, terms), axes.map((axis) => input.shape[axis])).map((each) => code.short(each)) // prettier-ignore
      const [term] = values.of(input, [
        widened(point, input.shape.length, new Map(axes.map((axis, i) => [axis, lost[i]]))),
      ])
      code.line(isMax ? `${sum} = max_(${sum}, ${term});` : `${sum} += ${term};`)
    })
    values.store(cell, parts === 1 ? point : [part, ...point], sum)
  })
}

/** The same for a matrix product, by blocks of its result: each number that is read serves a side of one. */
function productCode(values: Values, { node, shape, cell, parts }: SumUnit, most: number): number {
  const { code } = values
  const product = node as Node<'matmul'>
  const [height, width] = shape.slice(-2)
  const leading = shape.slice(0, -2)
  const block = blockOf(height, width, most, 1)
  const grid = [parts, ...leading, height / block.rows, Math.ceil(width / block.columns)]
  return each(code, sizeOf(grid), (element) => {
    const [part, ...place] = unflatten(element, grid).map((at) => code.short(at))
    const [i, j] = place.slice(-2)
    const rows = strided(code, i, block.rows, height)
    const columns = strided(code, j, block.columns, width)
    const all = rows.flatMap(({ at }) => columns.map((column) => ({ ...column, point: [...place.slice(0, -2), at, column.at] }))) // prettier-ignore
    const sums = all.map(() => code.name('s'))
    for (const sum of sums) code.line(`var ${sum} = 0f;`)
    code.stride(part.text, innerSize(product), parts, (k) => {
      const [as, bs] = factors(values, product, all.map(({ point }) => point), k) // prettier-ignore
      sums.forEach((sum, n) => {
        code.line(`${sum} = fma(${as[n]}, ${bs[n]}, ${sum});`)
      })
    })
    all.forEach(({ point, within }, n) => {
      where(code, within, () => { values.store(cell, parts === 1 ? point : [part, ...point], sums[n]) }) // prettier-ignore
    })
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
