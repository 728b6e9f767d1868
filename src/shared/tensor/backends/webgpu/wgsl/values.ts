import type { BinaryOp, Op, UnaryOp } from '../../../ir/op'
import { isOp, type Node } from '../../../ir/program'
import { sizeOf, stridesOf } from '../../../ir/shape'
import type { Binding, Cell, Place } from './cell'
import type { Code } from './code'
import { plus, times, ZERO, type Int, type Point } from './ints'
import { literal } from './maths'
import { movementRules } from './movement'
import { binaryText, unaryText } from './pointwise'
import { reductionRules } from './reduction'
import { rootRule } from './root'

/** The text of each point's value. */
export type Rule<O extends Op> = (values: Values, node: Node<O>, points: readonly Point[]) => readonly string[]

/** What is kept and where; `tables` gives the place of a list of whole numbers. */
export interface Memory {
  cellOf(node: Node): Cell | undefined
  /** What an input of a loop's body stands for, with the turn whose entry it is. */
  bindingOf(node: Node): Binding | undefined
  placeOf(cell: Cell): Place
  /** Along which the rows of a node are; null where it has none. */
  axisOf(node: Node): number | null
  table(entries: readonly number[]): number
  constant(values: Float64Array): number
}

const rules: { readonly [O in Op]?: Rule<O> } = { ...movementRules, ...reductionRules, root: rootRule }

const numbers = new WeakMap<Node, number>()
let lastNumber = 0

/** Nodes of several programs have numbers of their own here. */
function numberOf(node: Node): number {
  const known = numbers.get(node)
  if (known !== undefined) return known
  numbers.set(node, ++lastNumber)
  return lastNumber
}

/**
 * Writes the values of nodes at points: whatever is not kept is computed where it is wanted. Several points at once, as
 * those of neighbouring rows, share their loops and what they read.
 */
export class Values {
  /** What stands for an input of a program inside another: of a root's or a loop's body. */
  readonly bindings: Map<Node, (points: readonly Point[]) => readonly string[]>
  /** Nodes that this function computes, and which nobody may read elsewhere than where it has computed them. */
  readonly #own = new Set<Node>()

  constructor(
    readonly code: Code,
    readonly memory: Memory,
    bindings: ReadonlyMap<Node, (points: readonly Point[]) => readonly string[]> = new Map(),
  ) {
    this.bindings = new Map(bindings)
  }

  /** Values read where they are kept, or computed. */
  of(node: Node, points: readonly Point[]): readonly string[] {
    const keys = points.map((point) => this.#key(node, point))
    const missing = new Map<string, Point>()
    points.forEach((point, i) => {
      if (this.code.find(keys[i]) === undefined) missing.set(keys[i], point)
    })
    if (missing.size > 0) {
      const wanted = [...missing.values()]
      this.code.within(wanted.flat(), () => {
        this.#remember([...missing.keys()], this.#read(node, wanted))
      })
    }
    return keys.map((key) => this.code.find(key)!)
  }

  /** Computes a node that is to be kept, although others would read it. */
  own(node: Node, points: readonly Point[]): readonly string[] {
    const keys = points.map((point) => this.#key(node, point))
    const known = keys.map((key) => this.code.find(key))
    if (known.some((text) => text === undefined)) this.#remember(keys, this.#compute(node, points))
    this.#own.add(node)
    return keys.map((key) => this.code.find(key)!)
  }

  /** What is at a place of a cell. */
  load(cell: Cell, point: Point): string {
    const text = this.address(cell, point)
    return cell.dtype === 'bool' ? `(${text} != 0f)` : text
  }

  store(cell: Cell, point: Point, value: string, operator = '='): void {
    const text = cell.dtype === 'bool' ? `select(0f, 1f, ${value})` : value
    this.code.line(`${this.address(cell, point)} ${operator} ${text};`)
  }

  /** The variable that an element of a cell is. */
  address(cell: Cell, point: Point): string {
    const place = this.memory.placeOf(cell)
    if (place.space === 'tile') {
      const { axis } = cell
      const others = point.filter((_, i) => i !== axis)
      const shape = cell.shape.filter((_, i) => i !== axis)
      const row: Int =
        axis === null || point[axis].value !== undefined ? ZERO : { text: point[axis].local!, below: cell.shape[axis] }
      return this.#element('s', cell.name, place.base, [row, ...others], [place.perRow, ...stridesOf(shape)])
    }
    const turn = cell.perTurn ? [{ text: 'turn', below: Infinity }] : []
    const turnStride = cell.perTurn ? [sizeOf(cell.shape)] : []
    return this.#element('m', cell.name, place.base, [...turn, ...point], [...turnStride, ...stridesOf(cell.shape)])
  }

  /** An entry of a table of whole numbers. */
  entry(table: number, at: Int, below: number): Int {
    if (at.value !== undefined) throw new Error('internal: a table is asked for what is known')
    return this.code.short({ text: `t[${this.code.parameter(table)} + ${at.text}]`, below })
  }

  #element(space: string, cell: string, base: number, point: Point, strides: readonly number[]): string {
    let known = base
    let sum: Int = ZERO
    point.forEach((at, i) => {
      if (at.value !== undefined) known += at.value * strides[i]
      else sum = plus(sum, times(at, strides[i]))
    })
    const start = this.code.place(cell, known)
    return sum.value === 0 ? `${space}[${start}]` : `${space}[${start} + ${sum.text}]`
  }

  #read(node: Node, points: readonly Point[]): readonly string[] {
    const given = this.bindings.get(node)
    if (given) return given(points)
    const bound = this.memory.bindingOf(node)
    if (bound?.kind === 'carry') return points.map((point) => this.load(bound.cell, point))
    if (bound) {
      const turn = bound.turn === null ? [] : [{ text: bound.turn, below: bound.node.shape[0] }]
      return this.of(bound.node, points.map((point) => [...turn, ...point])) // prettier-ignore
    }
    const cell = this.memory.cellOf(node)
    if (!cell) return this.#compute(node, points)
    if (this.#own.has(node)) throw new Error(`internal: ${cell.name} is read before it is there`)
    return points.map((point) => this.load(cell, point))
  }

  #compute(node: Node, points: readonly Point[]): readonly string[] {
    const { op, inputs } = node
    if (op in unaryText) {
      const xs = this.of(inputs[0], points)
      return xs.map((x) => unaryText[op as UnaryOp](this.#runtime([x])[0]))
    }
    if (op in binaryText) {
      const [as, bs] = inputs.map((input) =>
        this.of(
          input,
          points.map((point) => aligned(point, input)),
        ),
      )
      return as.map((a, i) => binaryText[op as BinaryOp](...(this.#runtime([a, bs[i]]) as [string, string])))
    }
    if (isOp(node, 'constant')) return points.map((point) => this.#constant(node, point))
    const rule = rules[op] as Rule<Op> | undefined
    if (!rule) throw new Error(`internal: ${op} is not computed within another`)
    return rule(this, node, points)
  }

  /** Operands of which one at least is no literal: arithmetic with literals alone is done before the kernel runs, and must then not overflow. */
  #runtime(texts: readonly string[]): readonly string[] {
    if (!texts.every((text) => /^\(?-?[\d.]/.test(text))) return texts
    return texts.map((text) => this.code.let(`runtime ${text}`, `f32(${text}) + zero`))
  }

  #constant({ attributes: { values, dtype }, shape }: Node<'constant'>, point: Point): string {
    const strides = stridesOf(shape)
    const known = point.every(({ value }) => value !== undefined)
    const first = known ? point.reduce((sum, { value }, i) => sum + value! * strides[i], 0) : 0
    const value = values[first]
    if (known || values.every((other) => Object.is(other, value))) {
      if (dtype === 'bool') return value === 0 ? 'false' : 'true'
      if (Number.isFinite(Math.fround(value))) return literal(value)
    }
    const text = this.#element(
      'm',
      `constant ${this.memory.constant(values)}`,
      this.memory.constant(values),
      point,
      strides,
    )
    return dtype === 'bool' ? `(${text} != 0f)` : text
  }

  #key(node: Node, point: Point): string {
    return `${numberOf(node)}:${point.map(({ text }) => text).join()}`
  }

  #remember(keys: readonly string[], texts: readonly string[]): void {
    texts.forEach((text, i) => {
      this.code.let(keys[i], text)
    })
  }
}

/** The place in an operand that is broadcast, from that in the result. */
export const aligned = (point: Point, { shape }: Node): Point =>
  shape.map((n, i) => (n === 1 ? ZERO : point[i + point.length - shape.length]))
