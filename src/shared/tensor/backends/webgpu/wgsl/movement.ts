import type { Node } from '../../../ir/program'
import { asRange } from '../../../ir/range'
import type { Shape } from '../../../ir/shape'
import { flatten, int, plus, unflatten, ZERO, type Int, type Point } from './ints'
import { aligned, type Rule, type Values } from './values'

export const movementRules = {
  select: ((values, { inputs }, points) => {
    const [conditions, as, bs] = inputs.map((input) =>
      values.of(
        input,
        points.map((point) => aligned(point, input)),
      ),
    )
    return conditions.map((condition, i) => `select(${bs[i]}, ${as[i]}, ${condition})`)
  }) as Rule<'select'>,
  reshape: ((values, node, points) => {
    const [input] = node.inputs
    return values.of(input, points.map((point) => reshaped(values, point, node.shape, input.shape))) // prettier-ignore
  }) as Rule<'reshape'>,
  transpose: ((values, { inputs: [input], attributes: { permutation } }, points) =>
    values.of(input, points.map((point) => input.shape.map((_, axis) => point[permutation.indexOf(axis)])))) as Rule<'transpose'>, // prettier-ignore
  broadcast: ((values, { inputs: [input] }, points) =>
    values.of(input, points.map((point) => aligned(point, input)))) as Rule<'broadcast'>, // prettier-ignore
  concat: ((values, node, points) => branched(values, node, points, concatPoint)) as Rule<'concat'>,
  take: ((values, { inputs: [input], attributes: { axis, indices } }, points) =>
    values.of(input, points.map((point) => moved(point, axis, taken(values, indices, point[axis], input.shape[axis]))))) as Rule<'take'>, // prettier-ignore
  put: ((values, node, points) => points.flatMap((point) => put(values, node, point))) as Rule<'put'>,
  gather: ((values, { inputs: [input, index] }, points) => {
    const size = input.shape[input.shape.length - 1]
    const indices = values.of(index, points)
    return points.flatMap((point, i) => values.of(input, [[...point, whole(values, indices[i], size)]]))
  }) as Rule<'gather'>,
  scatter: ((values, { inputs: [of, index] }, points) => {
    const before = points.map((point) => point.slice(0, -1))
    const [numbers, indices] = [values.of(of, before), values.of(index, before)]
    return points.map((point, i) => `select(0f, ${numbers[i]}, u32(${indices[i]}) == ${point[point.length - 1].text})`)
  }) as Rule<'scatter'>,
}

const moved = (point: Point, axis: number, at: Int): Point => point.map((each, i) => (i === axis ? at : each))

/** A value as a whole number in [0, size). */
function whole(values: Values, text: string, size: number): Int {
  if (size === 1) return ZERO
  return values.code.short({ text: `min(u32(${text}), ${size - 1}u)`, below: size })
}

function taken(values: Values, indices: readonly number[], at: Int, size: number): Int {
  if (at.value !== undefined) return int(indices[at.value])
  const [start] = indices
  const step = indices.length > 1 ? indices[1] - start : 0
  if (step >= 0 && indices.every((index, i) => index === start + i * step))
    return step === 0
      ? int(start)
      : values.code.short({ text: `(${start}u + ${at.text}${step === 1 ? '' : ` * ${step}u`})`, below: size })
  return values.entry(values.memory.table(indices), at, size)
}

/** The same element in another shape. Axes that stay as they are, as that of the rows, keep their places. */
function reshaped(values: Values, point: Point, from: Shape, to: Shape): Point {
  if (from.includes(0)) return to.map(() => ZERO)
  const out: Int[] = []
  for (let i = 0, j = 0; i < from.length || j < to.length;) {
    const [first, start] = [i, j]
    let [a, b] = [i < from.length ? from[i++] : 1, j < to.length ? to[j++] : 1]
    while (a !== b) {
      if (a < b) a *= from[i++]
      else b *= to[j++]
    }
    const [old, made] = [from.slice(first, i), to.slice(start, j)]
    const kept = made.filter((n) => n !== 1)
    const alike = old.filter((n) => n !== 1)
    if (kept.length === alike.length && kept.every((n, k) => n === alike[k])) {
      const places = point.slice(first, i).filter((_, k) => old[k] !== 1)
      out.push(...made.map((n) => (n === 1 ? ZERO : places.shift()!)))
    } else {
      const flat = values.code.short(flatten(point.slice(first, i), old))
      out.push(...unflatten(flat, made).map((each) => values.code.short(each)))
    }
  }
  return out
}

interface Case {
  /** Under which the value is this one; null where nothing else is left. */
  readonly condition: string | null
  readonly node: Node
  readonly point: Point
}

function concatPoint(node: Node<'concat'>, point: Point): readonly Case[] {
  const { axis } = node.attributes
  const at = point[axis]
  const cases: Case[] = []
  let start = 0
  for (const part of node.inputs) {
    const end = start + part.shape[axis]
    if (part.shape[axis] > 0 && at.value === undefined && start < at.below) {
      const isLast = end >= at.below || end === node.shape[axis]
      const own = start === 0 ? { ...at, below: end } : { text: `(${at.text} - ${start}u)`, below: end - start }
      const place = end - start === 1 ? ZERO : own
      cases.push({ condition: isLast ? null : `${at.text} < ${end}u`, node: part, point: moved(point, axis, place) })
      if (isLast) break
    } else if (at.value !== undefined && at.value >= start && at.value < end)
      return [{ condition: null, node: part, point: moved(point, axis, int(at.value - start)) }]
    start = end
  }
  return cases
}

/** Values of which the first case that holds is taken, and only it computed. */
function branched<O extends 'concat'>(
  values: Values,
  node: Node<O>,
  points: readonly Point[],
  casesOf: (node: Node<O>, point: Point) => readonly Case[],
): readonly string[] {
  const all = points.map((point) => casesOf(node, point))
  const alike = all.every(
    (cases) => cases.map(({ condition }) => condition).join() === all[0].map(({ condition }) => condition).join(),
  )
  if (!alike) return points.flatMap((point) => branched(values, node, [point], casesOf))
  const of = (i: number) =>
    values.of(
      all[0][i].node,
      all.map((cases) => cases[i].point),
    )
  if (all[0].length === 1) return of(0)
  const { code } = values
  const names = points.map(() => code.name('c'))
  for (const name of names) code.line(`var ${name}: ${node.dtype === 'bool' ? 'bool' : 'f32'};`)
  all[0].forEach(({ condition }, i) => {
    const head = condition === null ? 'else' : `${i === 0 ? '' : 'else '}if (${condition})`
    code.block(head, true, () => {
      of(i).forEach((text, k) => {
        code.line(`${names[k]} = ${text};`)
      })
    })
  })
  return names
}

function put(
  values: Values,
  { inputs: [input], attributes: { axis, indices, size } }: Node<'put'>,
  point: Point,
): readonly string[] {
  const { code, memory } = values
  const at = point[axis]
  const read = (from: Int) => values.of(input, [moved(point, axis, from)])[0]
  if (at.value !== undefined) {
    const sources = indices.flatMap((index, i) => (index === at.value ? [i] : []))
    if (sources.length === 0) return ['0f']
    return [sources.map((from) => read(int(from))).reduce((sum, text) => `(${sum} + ${text})`)]
  }
  if (indices.length === 0) return ['0f']
  const name = code.name('c')
  code.line(`var ${name} = 0f;`)
  const run = asRange(indices)
  if (run) {
    const upper = run.end < at.below ? `${at.text} < ${run.end}u` : ''
    const lower = run.start > 0 ? `${at.text} >= ${run.start}u` : ''
    const condition = [lower, upper].filter((text) => text !== '').join(' && ') || 'true'
    code.block(`if (${condition})`, true, () => {
      const from =
        run.end - run.start === 1 ? ZERO : { text: `(${at.text} - ${run.start}u)`, below: run.end - run.start }
      code.line(`${name} = ${read(run.start === 0 ? { ...at, below: run.end } : from)};`)
    })
    return [name]
  }
  const sources = Array.from({ length: size }, (_, k) => indices.flatMap((index, i) => (index === k ? [i] : [])))
  if (sources.every((list) => list.length <= 1)) {
    const from = values.entry(memory.table(sources.map(([first]) => first ?? indices.length)), at, indices.length + 1)
    code.block(`if (${from.text} < ${indices.length}u)`, true, () => {
      code.line(`${name} = ${read(indices.length === 1 ? ZERO : { ...from, below: indices.length })};`)
    })
    return [name]
  }
  // the list of each place's sources begins where that of the one before ends
  const starts = sources.reduce<number[]>((ends, list) => [...ends, ends[ends.length - 1] + list.length], [0])
  const [first, end] = [
    values.entry(memory.table(starts), at, indices.length + 1),
    values.entry(memory.table(starts), plus(at, int(1)), indices.length + 1),
  ]
  const list = memory.table(sources.flat())
  const k = code.name('k')
  code.block(`for (var ${k} = ${first.text}; ${k} < ${end.text}; ${k}++)`, true, () => {
    const from = values.entry(list, { text: k, below: indices.length }, indices.length)
    code.line(`${name} += ${read(indices.length === 1 ? ZERO : from)};`)
  })
  return [name]
}
