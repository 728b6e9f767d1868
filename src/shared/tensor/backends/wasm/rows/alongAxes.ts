import { isOp, type Node } from '../../../ir/program'
import { sizeOf, stridesOf, type Shape } from '../../../ir/shape'
import { walk } from '../../../runtime/interpreter/pointwise'
import type { Reading } from './reading'
import { around, isLeaf, leadingAxes, NotLoopable, type Source, type Traced } from './turns'
import type { VectorCode, VectorValue } from './vectorCode'

/** Operations that move, add up or compare the elements of a row along axes; all axes here are without the batch's. */

/** Axis i of the result is axis `permutation[i]` of the source. */
export function traceTranspose(reading: Reading, shape: Shape, source: Source, permutation: readonly number[]): Traced {
  const moved = permutation.findIndex((axis, i) => axis !== i)
  if (moved < 0)
    return isLeaf(source) ? reading.inTurns(source, leadingAxes(shape, reading.turns)) : { ...source, shape }
  const traced = reading.alongAxes(source, [moved])
  const { share, lead } = reading.share(traced)
  const strides = stridesOf(share)
  const inner = permutation.slice(lead).map((axis) => axis - lead)
  const values: VectorValue[] = []
  walk(
    inner.map((axis) => share[axis]),
    [inner.map((axis) => strides[axis])],
    (_, [from]) => {
      values.push(traced.values[from])
    },
  )
  return { shape, turning: traced.turning, values }
}

export function traceConcat(reading: Reading, shape: Shape, sources: readonly Source[], axis: number): Traced {
  const parts = sources.map((source) => reading.alongAxes(source, [axis]))
  const { turning } = parts[0]
  if (parts.some((part) => part.turning !== turning)) throw new NotLoopable()
  const lead = turning ? leadingAxes(shape, reading.turns) : 0
  if (lead < 0) throw new NotLoopable()
  const before = sizeOf(shape.slice(lead, axis))
  const values: VectorValue[] = []
  for (let i = 0; i < before; i++)
    for (const part of parts) {
      const width = part.values.length / before
      values.push(...part.values.slice(i * width, (i + 1) * width))
    }
  return { shape, turning, values }
}

/** From the values along an axis to those that take their place. */
type LineRule = (code: VectorCode, line: readonly VectorValue[]) => readonly VectorValue[]

/** A node that works on each line along an axis by itself. */
export type LineNode = Node<'take'> | Node<'put'> | Node<'cumsum'>

function lineRule(node: LineNode): LineRule {
  if (isOp(node, 'take')) return (_, line) => node.attributes.indices.map((index) => line[index])
  if (isOp(node, 'put')) {
    const { indices, size } = node.attributes
    return (code, line) => {
      const sums = new Array<VectorValue>(size).fill(code.constant(0))
      indices.forEach((index, j) => {
        sums[index] = code.binary('add', sums[index], line[j])
      })
      return sums
    }
  }
  const { reverse, exclusive } = node.attributes
  return (code, line) =>
    reverse ? runningSums(code, line.toReversed(), exclusive).toReversed() : runningSums(code, line, exclusive)
}

function runningSums(code: VectorCode, line: readonly VectorValue[], exclusive: boolean): VectorValue[] {
  let sum = code.constant(0)
  return line.map((value) => {
    const before = sum
    sum = code.binary('add', sum, value)
    return exclusive ? before : sum
  })
}

export function traceLines(reading: Reading, node: LineNode, shape: Shape, source: Source, axis: number): Traced {
  const rule = lineRule(node)
  const traced = reading.alongAxes(source, [axis])
  const { share, lead } = reading.share(traced)
  const [before, along, after] = around(share, axis - lead)
  const values: VectorValue[] = []
  for (let i = 0; i < before; i++)
    for (let k = 0; k < after; k++) {
      const line = Array.from({ length: along }, (_, j) => traced.values[(i * along + j) * after + k])
      const made = rule(reading.code, line)
      made.forEach((value, j) => {
        values[(i * made.length + j) * after + k] = value
      })
    }
  return { shape, turning: traced.turning, values }
}

/** Sums or maxima over axes. */
export function traceReduction(
  reading: Reading,
  join: 'add' | 'max',
  shape: Shape,
  source: Source,
  axes: readonly number[],
): Traced {
  const traced = reading.alongAxes(source, axes)
  const { share, lead } = reading.share(traced)
  const target = stridesOf(share.filter((_, i) => !axes.includes(i + lead)))
  let kept = 0
  const strides = share.map((_, i) => (axes.includes(i + lead) ? 0 : target[kept++]))
  const values: VectorValue[] = []
  walk(share, [strides], (from, [to]) => {
    const sum = values.at(to)
    values[to] = sum === undefined ? traced.values[from] : reading.code.binary(join, sum, traced.values[from])
  })
  return { shape, turning: traced.turning, values }
}
