import { jvp } from '../autodiff/jvp'
import { copyPullback } from '../autodiff/pullback'
import type { BinaryOp, Op, OpAttributes, UnaryOp } from './op'
import { makeProgram, type Node, type NamedNode, type Program } from './program'
import { broadcastShapes, sameShape, showShape, sizeOf, type Shape } from './shape'
import { range } from './range'
import { shapeRules } from './shapeRules'

/** A node, or a number that becomes a scalar constant. */
export type Operand = Node | number

/**
 * Writes programs: each method adds one node and returns it. Mathematics is written once against this class, then
 * differentiated, optimised and run anywhere.
 */
export class Builder {
  #nextId = 0
  #scope = ''
  readonly #inputs = new Map<string, Node<'input'>>()

  /** Adds a node of any op; the methods below are the comfortable way. */
  emit<O extends Op>(op: O, inputs: readonly Node[], attributes: OpAttributes[O]): Node<O> {
    // TypeScript cannot see that shapeRules[op] fits attributes of the same op; the table's type guarantees it.
    const rule = shapeRules[op] as (
      inputs: readonly Node[],
      attributes: OpAttributes[O],
      op: O,
    ) => Pick<Node, 'shape' | 'dtype'>
    const { shape, dtype } = rule(inputs, attributes, op)
    return { id: this.#nextId++, op, inputs, attributes, shape, dtype, scope: this.#scope }
  }

  /** Runs `write` with every new node marked as made for `scope`. */
  within<T>(scope: string, write: () => T): T {
    const outer = this.#scope
    this.#scope = scope
    try {
      return write()
    } finally {
      this.#scope = outer
    }
  }

  /** An input of the program; asking twice for a name gives the same node. */
  input(name: string, shape: Shape): Node<'input'> {
    return this.#input(name, shape, false)
  }

  /** An input of rows [B, …]; see `OpAttributes.input`. */
  rows(name: string, shape: Shape): Node<'input'> {
    return this.#input(name, shape, true)
  }

  #input(name: string, shape: Shape, batched: boolean): Node<'input'> {
    const known = this.#inputs.get(name)
    if (known) {
      if (!sameShape(known.shape, shape))
        throw new Error(`internal: input "${name}" is ${showShape(known.shape)}, asked for as ${showShape(shape)}`)
      return known
    }
    const node = this.emit('input', [], { name, shape, batched })
    this.#inputs.set(name, node)
    return node
  }

  scalar(value: number): Node {
    return this.constant([value], [])
  }

  constant(values: ArrayLike<number>, shape: Shape): Node {
    return this.emit('constant', [], { values: Float64Array.from(values), shape, dtype: 'float' })
  }

  fill(value: number, shape: Shape): Node {
    return this.broadcast(this.scalar(value), shape)
  }

  #node(x: Operand): Node {
    return typeof x === 'number' ? this.scalar(x) : x
  }
  #unary(op: UnaryOp, x: Operand): Node {
    return this.emit(op, [this.#node(x)], {})
  }
  #binary(op: BinaryOp, a: Operand, b: Operand): Node {
    return this.emit(op, [this.#node(a), this.#node(b)], {})
  }

  neg = (x: Operand): Node => this.#unary('neg', x)
  abs = (x: Operand): Node => this.#unary('abs', x)
  sign = (x: Operand): Node => this.#unary('sign', x)
  floor = (x: Operand): Node => this.#unary('floor', x)
  exp = (x: Operand): Node => this.#unary('exp', x)
  expm1 = (x: Operand): Node => this.#unary('expm1', x)
  log = (x: Operand): Node => this.#unary('log', x)
  log1p = (x: Operand): Node => this.#unary('log1p', x)
  sqrt = (x: Operand): Node => this.#unary('sqrt', x)
  sin = (x: Operand): Node => this.#unary('sin', x)
  cos = (x: Operand): Node => this.#unary('cos', x)
  tanh = (x: Operand): Node => this.#unary('tanh', x)
  sigmoid = (x: Operand): Node => this.#unary('sigmoid', x)
  softplus = (x: Operand): Node => this.#unary('softplus', x)
  erf = (x: Operand): Node => this.#unary('erf', x)
  not = (x: Operand): Node => this.#unary('not', x)
  stopGradient = (x: Operand): Node => this.#unary('stopGradient', x)

  add = (a: Operand, b: Operand): Node => this.#binary('add', a, b)
  sub = (a: Operand, b: Operand): Node => this.#binary('sub', a, b)
  mul = (a: Operand, b: Operand): Node => this.#binary('mul', a, b)
  div = (a: Operand, b: Operand): Node => this.#binary('div', a, b)
  max = (a: Operand, b: Operand): Node => this.#binary('max', a, b)
  min = (a: Operand, b: Operand): Node => this.#binary('min', a, b)
  less = (a: Operand, b: Operand): Node => this.#binary('less', a, b)
  lessEqual = (a: Operand, b: Operand): Node => this.#binary('lessEqual', a, b)
  equal = (a: Operand, b: Operand): Node => this.#binary('equal', a, b)
  and = (a: Node, b: Node): Node => this.#binary('and', a, b)
  or = (a: Node, b: Node): Node => this.#binary('or', a, b)

  square = (x: Node): Node => this.mul(x, x)

  select(condition: Node, a: Operand, b: Operand): Node {
    return this.emit('select', [condition, this.#node(a), this.#node(b)], {})
  }

  reshape(x: Node, shape: Shape): Node {
    return sameShape(x.shape, shape) ? x : this.emit('reshape', [x], { shape })
  }

  transpose(x: Node, permutation: readonly number[] = x.shape.map((_, axis) => axis).reverse()): Node {
    return this.emit('transpose', [x], { permutation })
  }

  broadcast(x: Node, shape: Shape): Node {
    return sameShape(x.shape, shape) ? x : this.emit('broadcast', [x], { shape })
  }

  concat(parts: readonly Node[], axis: number): Node {
    return parts.length === 1 ? parts[0] : this.emit('concat', parts, { axis: this.#axis(parts[0], axis) })
  }

  take(x: Node, indices: readonly number[], axis = -1): Node {
    return this.emit('take', [x], { axis: this.#axis(x, axis), indices })
  }

  /** Entries [start, end) along an axis. */
  slice(x: Node, start: number, end: number, axis = -1): Node {
    return this.take(x, range(start, end), axis)
  }

  put(x: Node, indices: readonly number[], size: number, axis = -1): Node {
    return this.emit('put', [x], { axis: this.#axis(x, axis), indices, size })
  }

  gather(x: Node, index: Node): Node {
    return this.emit('gather', [x, index], {})
  }

  scatter(values: Node, index: Node, size: number): Node {
    return this.emit('scatter', [values, index], { size })
  }

  /** Sums over the given axes (all by default) and drops them. */
  sum(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
    return axes.length === 0 ? x : this.emit('sum', [x], { axes: axes.map((axis) => this.#axis(x, axis)) })
  }

  mean(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
    const count = sizeOf(axes.map((axis) => x.shape[this.#axis(x, axis)]))
    return this.mul(this.sum(x, axes), 1 / count)
  }

  maxReduce(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
    return this.emit('maxReduce', [x], { axes: axes.map((axis) => this.#axis(x, axis)) })
  }

  cumsum(x: Node, axis = -1, { reverse = false, exclusive = false } = {}): Node {
    return this.emit('cumsum', [x], { axis: this.#axis(x, axis), reverse, exclusive })
  }

  /** Softmax over the last axis, shifted by its maximum so that nothing overflows. */
  softmax(x: Node): Node {
    const keep = [...x.shape.slice(0, -1), 1]
    const top = this.stopGradient(this.reshape(this.maxReduce(x, [-1]), keep))
    const weights = this.exp(this.sub(x, top))
    return this.div(weights, this.reshape(this.sum(weights, [-1]), keep))
  }

  matmul(a: Node, b: Node, { transposeA = false, transposeB = false } = {}): Node {
    return this.emit('matmul', [a, b], { transposeA, transposeB })
  }

  triangularSolve(a: Node, b: Node, { lower = true, unit = false, transpose = false } = {}): Node {
    return this.emit('triangularSolve', [a, b], { lower, unit, transpose })
  }

  /**
   * x in [lower, upper] with f(x; parameters) = 0, elementwise; see `OpAttributes.root`. `f` is traced on its own and
   * may use only its arguments and constants.
   */
  root(
    f: (b: Builder, x: Node, parameters: readonly Node[]) => Node,
    bracket: { readonly lower: Node; readonly upper: Node },
    parameters: readonly Node[],
    iterations = 40,
  ): Node {
    const operands = [bracket.lower, bracket.upper, ...parameters]
    const shape = operands.map((node) => node.shape).reduce(broadcastShapes)
    const inner = new Builder()
    const x = inner.input('x', shape)
    const p = parameters.map((_, i) => inner.input(`p${i}`, shape))
    const value = f(inner, x, p)
    const [slope] = jvp(inner, [value], [x], [inner.fill(1, shape)])
    const named = [
      { name: 'f', node: inner.broadcast(value, shape) },
      { name: 'slope', node: inner.broadcast(slope ?? inner.scalar(0), shape) },
    ]
    const body = makeProgram('root body', named, [], [x, ...p])
    return this.emit(
      'root',
      operands.map((node) => this.broadcast(node, shape)),
      { body, iterations },
    )
  }

  /** Copies a program's nodes into this one, its inputs replaced by `bindings`. Returns its outputs by name. */
  inline(program: Program, bindings: ReadonlyMap<string, Node>): Map<string, Node> {
    const copies = new Map<Node, Node>()
    for (const node of program.nodes) {
      if (node.op === 'input') {
        const { name } = node.attributes as OpAttributes['input']
        const bound = bindings.get(name)
        if (!bound) throw new Error(`internal: input "${name}" of "${program.name}" is not bound`)
        copies.set(node, bound)
      } else {
        const inputs = node.inputs.map((input) => copies.get(input)!)
        const copy = this.within(node.scope || this.#scope, () => this.emit(node.op, inputs, node.attributes))
        copyPullback(node, copy, (behind) => copies.get(behind)!)
        copies.set(node, copy)
      }
    }
    return new Map(program.outputs.map(({ name, node }) => [name, copies.get(node)!]))
  }

  /** The finished program. Inputs it was asked for stay inputs even where nothing needs them. */
  program(
    name: string,
    outputs: Readonly<Record<string, Node>>,
    updates: Readonly<Record<string, Node>> = {},
  ): Program {
    const named = (record: Readonly<Record<string, Node>>): NamedNode[] =>
      Object.entries(record).map(([key, node]) => ({ name: key, node }))
    return makeProgram(name, named(outputs), named(updates), [...this.#inputs.values()])
  }

  #axis(x: Node, axis: number): number {
    return axis < 0 ? axis + x.shape.length : axis
  }
}
