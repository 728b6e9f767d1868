import { isPointwise } from '../../../autodiff/partials'
import type { BinaryOp, UnaryOp } from '../../../ir/op'
import { isOp, type Node, type Program } from '../../../ir/program'
import { broadcastStrides, sizeOf, stridesOf, type Shape } from '../../../ir/shape'
import { walk } from '../../../runtime/interpreter/pointwise'
import { isAlong, type Extent } from '../analysis/batchAxis'
import { uniformConstant } from '../analysis/constants'
import { VectorCode, type RootCode, type VectorValue } from './vectorCode'

/** Nodes to be computed together, row by row, in one kernel. */
export interface Cluster {
  /** In an order in which operands come first. */
  readonly nodes: readonly Node[]
  /** Those of them that others need: what the kernel stores. */
  readonly stored: readonly Node[]
}

/** A cluster as code, with the memory that each of its operands is. */
export interface TracedCluster {
  readonly code: VectorCode
  /** Turns of the kernel's loop; each computes an equal share of every value's elements. */
  readonly turns: number
  /** Per operand of the code, the node it holds. */
  readonly operands: readonly Node[]
}

/** The cluster cannot be computed in so many turns. */
export class NotLoopable extends Error {}

/** A node's value at one row, [elements]; in a loop over turns, the turn's share of them. */
interface Traced {
  /** Without the batch's axis; with all axes also where a turn has only a share. */
  readonly shape: Shape
  /** Whether it differs from turn to turn: `values` are then one turn's. */
  readonly turning: boolean
  readonly values: readonly VectorValue[]
}

/** What comes from memory: loaded as far as it is needed, in turns or whole as its reader has it. */
interface Leaf {
  readonly shape: Shape
  readonly node: Node
}

type Source = Traced | Leaf
const isLeaf = (source: Source): source is Leaf => 'node' in source

export const rowShape = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== axis)

/** Axes at the front of `shape` that together count `turns`; −1 when there are none such. */
function leadingAxes(shape: Shape, turns: number): number {
  let product = 1
  for (let axes = 0; axes <= shape.length; axes++) {
    if (product === turns) return axes
    product *= shape[axes] ?? 0
  }
  return -1
}

/**
 * Writes a cluster as code for one row, its loops over elements unrolled but for one over `turns`, along leading axes
 * that no operation mixes. `product` is a node whose value the code begins with. Throws `NotLoopable` when elements of
 * different turns meet.
 */
export function traceCluster(
  cluster: Cluster,
  extents: ReadonlyMap<Node, Extent>,
  turns: number,
  product: Node | null = null,
): TracedCluster {
  return new Tracer(extents, turns, product).run(cluster)
}

class Tracer {
  readonly #code = new VectorCode()
  readonly #sources = new Map<Node, Source>()
  readonly #operands: Node[] = []
  readonly #operandOf = new Map<string, number>()

  constructor(
    private readonly extents: ReadonlyMap<Node, Extent>,
    private readonly turns: number,
    private readonly product: Node | null,
  ) {}

  run({ nodes, stored }: Cluster): TracedCluster {
    for (const node of nodes) this.#sources.set(node, this.#trace(node))
    for (const node of stored) {
      const source = this.#sources.get(node)!
      const traced = isLeaf(source) ? this.#whole(source) : source
      if (this.turns > 1 && !traced.turning) throw new NotLoopable()
      const operand = this.#operand(node, true, traced.turning, 'store')
      traced.values.forEach((value, element) => {
        this.#code.store(operand, element, value)
      })
    }
    return { code: this.#code, turns: this.turns, operands: this.#operands }
  }

  #operand(node: Node, rows: boolean, turning: boolean, use: 'load' | 'store'): number {
    const key = `${use} ${node.id} ${turning}`
    const known = this.#operandOf.get(key)
    if (known !== undefined) return known
    const axis = this.#axis(node)
    const size = sizeOf(axis === null ? node.shape : rowShape(node.shape, axis))
    const operand = this.#code.operand({ rows, perTurn: turning ? size / this.turns : 0 })
    this.#operands.push(node)
    this.#operandOf.set(key, operand)
    return operand
  }

  #axis(node: Node): number | null {
    const extent = this.extents.get(node)!
    return isAlong(extent) ? extent.axis : null
  }

  /** An operand of `reader`: its row's shape is its own without the batch's axis, which the reader has at `axis`. */
  #source(node: Node, reader: Node): Source {
    const known = this.#sources.get(node)
    if (known) return known
    const extent = this.extents.get(node)!
    if (extent.kind === 'rows') return this.#leaf(node, rowShape(node.shape, extent.axis))
    if (extent.kind === 'repeated') {
      // Rows that are all equal are written out wherever they are read.
      const source = this.#trace(node)
      this.#sources.set(node, source)
      return source
    }
    // Uniform: align it with the reader, then drop the axis along which it is 1 or absent.
    const readerAxis = this.#axis(reader)!
    const shift = isPointwise(reader.op) || isOp(reader, 'select') || isOp(reader, 'root') || isOp(reader, 'broadcast')
    const axis = shift ? readerAxis - reader.shape.length + node.shape.length : readerAxis
    return this.#leaf(node, axis < 0 || isOp(reader, 'triangularSolve') ? node.shape : rowShape(node.shape, axis))
  }

  #leaf(node: Node, shape: Shape): Source {
    const constant = uniformConstant(node)
    if (constant !== null)
      return {
        shape,
        turning: false,
        values: new Array<number>(sizeOf(shape)).fill(this.#code.constant(constant, node.dtype === 'bool')),
      }
    if (node === this.product) return { shape, turning: true, values: [this.#code.product()] }
    return { node, shape }
  }

  /** All elements of a source, the same in every turn. */
  #whole(source: Source): Traced {
    if (!isLeaf(source)) return source
    return this.#load(source, false)
  }

  #load({ node, shape }: Leaf, turning: boolean): Traced {
    const rows = this.extents.get(node)!.kind === 'rows'
    const size = sizeOf(shape)
    if (!rows && isOp(node, 'constant') && !turning && size <= 64) {
      const { values, dtype } = node.attributes
      return { shape, turning, values: Array.from(values, (value) => this.#code.constant(value, dtype === 'bool')) }
    }
    const operand = this.#operand(node, rows, turning, 'load')
    const count = turning ? size / this.turns : size
    return { shape, turning, values: Array.from({ length: count }, (_, e) => this.#code.load(operand, e)) }
  }

  /** The source with its first `axes` axes taken in turns, if it can be; else whole. */
  #inTurns(source: Source, axes: number): Traced {
    if (!isLeaf(source)) {
      if (source.turning && leadingAxes(source.shape, this.turns) !== axes) throw new NotLoopable()
      return source
    }
    const turning = this.turns > 1 && axes >= 0 && sizeOf(source.shape.slice(0, axes)) === this.turns
    return this.#load(source, turning)
  }

  /** The axes that a turn of `shape` has left. */
  #share(traced: Traced): Shape {
    return traced.turning ? traced.shape.slice(leadingAxes(traced.shape, this.turns)) : traced.shape
  }

  #trace(node: Node): Source {
    const axis = this.#axis(node)!
    const shape = rowShape(node.shape, axis)
    const sources = node.inputs.map((input) => this.#source(input, node))
    const code = this.#code
    if (isPointwise(node.op)) {
      const name = node.op
      return this.#pointwise(shape, sources, (args) =>
        args.length === 1 ? code.unary(name as UnaryOp, args[0]) : code.binary(name as BinaryOp, args[0], args[1]),
      )
    }
    if (isOp(node, 'select')) return this.#pointwise(shape, sources, ([mask, a, b]) => code.select(mask, a, b))
    if (isOp(node, 'root')) return this.#pointwise(shape, sources, (args) => this.#root(node, args))
    if (isOp(node, 'broadcast')) return this.#pointwise(shape, sources, ([x]) => x)
    if (isOp(node, 'reshape')) {
      const [x] = sources
      return isLeaf(x) ? { node: x.node, shape } : { ...x, shape }
    }
    if (isOp(node, 'concat')) {
      const own = this.#rowAxis(node, node.attributes.axis)
      return this.#concat(
        shape,
        sources.map((source) => this.#alongAxes(source, [own])),
        own,
      )
    }
    if (isOp(node, 'gather')) return this.#gather(shape, sources)
    if (isOp(node, 'scatter')) return this.#scatter(shape, node.attributes.size, sources)
    if (isOp(node, 'triangularSolve')) return this.#triangularSolve(node, shape, sources)
    if (isOp(node, 'matmul')) return this.#matmul(node, shape, sources)
    return this.#ofOne(node, shape, sources[0])
  }

  #rowAxis(node: Node, axis: number): number {
    const batch = this.#axis(node.inputs[0]) ?? this.#axis(node)!
    return axis > batch ? axis - 1 : axis
  }

  /** The source in turns, provided that the given axes are within a turn. */
  #alongAxes(source: Source, axes: readonly number[]): Traced {
    const lead = leadingAxes(source.shape, this.turns)
    const within = lead >= 0 && axes.every((axis) => axis >= lead)
    if (isLeaf(source)) return this.#inTurns(source, within ? lead : -1)
    if (source.turning && !within) throw new NotLoopable()
    return source
  }

  /** Elementwise with broadcasting: in turns when the result's leading axes allow. */
  #pointwise(shape: Shape, sources: readonly Source[], f: (args: readonly VectorValue[]) => VectorValue): Traced {
    const lead = this.turns > 1 ? leadingAxes(shape, this.turns) : -1
    const turning = lead >= 0
    const share = turning ? shape.slice(lead) : shape
    const parts = sources.map((source) => {
      const padded = [...new Array<number>(Math.max(0, shape.length - source.shape.length)).fill(1), ...source.shape]
      const front = padded.slice(0, turning ? lead : 0)
      const same = front.every((n, i) => n === shape[i])
      if (!same && front.some((n) => n !== 1)) throw new NotLoopable()
      const traced = isLeaf(source) ? this.#load(source, turning && same) : source
      if (traced.turning !== (turning && same)) throw new NotLoopable()
      return { values: traced.values, strides: broadcastStrides(padded.slice(front.length), share) }
    })
    const values: VectorValue[] = []
    walk(
      share,
      parts.map(({ strides }) => strides),
      (_, offsets) => {
        values.push(f(parts.map((part, k) => part.values[offsets[k]])))
      },
    )
    return { shape, turning, values }
  }

  #concat(shape: Shape, parts: readonly Traced[], axis: number): Traced {
    const turning = parts[0].turning
    if (parts.some((part) => part.turning !== turning)) throw new NotLoopable()
    const lead = turning ? leadingAxes(shape, this.turns) : 0
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

  /** Operations with one operand of rows along an axis or some. */
  #ofOne(node: Node, shape: Shape, source: Source): Traced {
    const code = this.#code
    const rowAxis = (axis: number) => this.#rowAxis(node, axis)
    if (isOp(node, 'transpose')) {
      const batch = this.#axis(node.inputs[0])!
      const permutation = node.attributes.permutation.filter((axis) => axis !== batch).map(rowAxis)
      const moved = permutation.findIndex((axis, i) => axis !== i)
      if (moved < 0)
        return isLeaf(source) ? this.#inTurns(source, leadingAxes(shape, this.turns)) : { ...source, shape }
      const traced = this.#alongAxes(source, [moved])
      const share = this.#share(traced)
      const lead = traced.shape.length - share.length
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
    if (isOp(node, 'take') || isOp(node, 'put') || isOp(node, 'cumsum')) {
      const axis = rowAxis(node.attributes.axis)
      const traced = this.#alongAxes(source, [axis])
      const share = this.#share(traced)
      const [before, along, after] = around(share, axis - (traced.shape.length - share.length))
      const size = isOp(node, 'take')
        ? node.attributes.indices.length
        : isOp(node, 'put')
          ? node.attributes.size
          : along
      const values = new Array<VectorValue>(before * size * after)
      const from = (i: number, j: number, k: number) => traced.values[(i * along + j) * after + k]
      for (let i = 0; i < before; i++)
        for (let k = 0; k < after; k++) {
          const set = (j: number, value: VectorValue) => {
            values[(i * size + j) * after + k] = value
          }
          if (isOp(node, 'take'))
            node.attributes.indices.forEach((index, j) => { set(j, from(i, index, k)) }) // prettier-ignore
          else if (isOp(node, 'put')) {
            const sums = new Array<VectorValue>(size).fill(code.constant(0))
            node.attributes.indices.forEach((index, j) => {
              sums[index] = code.binary('add', sums[index], from(i, j, k))
            })
            sums.forEach((sum, j) => { set(j, sum) }) // prettier-ignore
          } else if (isOp(node, 'cumsum')) {
            const { reverse, exclusive } = node.attributes
            let sum = code.constant(0)
            for (let n = 0; n < along; n++) {
              const j = reverse ? along - 1 - n : n
              const next = code.binary('add', sum, from(i, j, k))
              set(j, exclusive ? sum : next)
              sum = next
            }
          }
        }
      return { shape, turning: traced.turning, values }
    }
    if (isOp(node, 'sum') || isOp(node, 'maxReduce')) {
      const axes = node.attributes.axes.map(rowAxis)
      const traced = this.#alongAxes(source, axes)
      const share = this.#share(traced)
      const lead = traced.shape.length - share.length
      const target = stridesOf(share.filter((_, i) => !axes.includes(i + lead)))
      let kept = 0
      const strides = share.map((_, i) => (axes.includes(i + lead) ? 0 : target[kept++]))
      const values: (VectorValue | undefined)[] = []
      walk(share, [strides], (from, [to]) => {
        const sum = values[to]
        const value = traced.values[from]
        values[to] = sum === undefined ? value : code.binary(node.op === 'sum' ? 'add' : 'max', sum, value)
      })
      return { shape, turning: traced.turning, values: values as VectorValue[] }
    }
    throw new Error(`internal: ${node.op} has no code for rows`)
  }

  /** x[…, K] at index[…]: a chain of choices, one comparison per entry shared by all that look up the same index. */
  #gather(shape: Shape, [x, index]: readonly Source[]): Traced {
    const code = this.#code
    const table = this.#alongAxes(x, [x.shape.length - 1])
    const at = this.#inTurns(index, leadingAxes(index.shape, this.turns))
    if (table.turning !== at.turning) throw new NotLoopable()
    const size = x.shape[x.shape.length - 1]
    const values = at.values.map((i, e) => {
      let value = table.values[e * size]
      for (let k = 1; k < size; k++)
        value = code.select(code.binary('lessEqual', code.constant(k), i), table.values[e * size + k], value)
      return value
    })
    return { shape, turning: at.turning, values }
  }

  #scatter(shape: Shape, size: number, [v, index]: readonly Source[]): Traced {
    const code = this.#code
    const lead = leadingAxes(index.shape, this.turns)
    const [entries, at] = [this.#inTurns(v, lead), this.#inTurns(index, lead)]
    if (entries.turning !== at.turning) throw new NotLoopable()
    const values = at.values.flatMap((i, e) =>
      Array.from({ length: size }, (_, k) =>
        code.select(code.binary('equal', i, code.constant(k)), entries.values[e], code.constant(0)),
      ),
    )
    return { shape, turning: at.turning, values }
  }

  /** Forward or backward substitution, one right-hand side per row. */
  #triangularSolve(node: Node<'triangularSolve'>, shape: Shape, [matrix, right]: readonly Source[]): Traced {
    if (this.turns > 1) throw new NotLoopable()
    const code = this.#code
    const { lower, unit, transpose } = node.attributes
    const [a, b] = [this.#whole(matrix).values, this.#whole(right).values]
    const n = shape[0]
    const entry = (i: number, j: number) => (transpose ? a[j * n + i] : a[i * n + j])
    const x = new Array<VectorValue>(n)
    const solved: number[] = []
    for (let step = 0; step < n; step++) {
      const i = lower === transpose ? n - 1 - step : step
      const rest = solved.reduce((sum, j) => code.binary('sub', sum, code.binary('mul', entry(i, j), x[j])), b[i])
      x[i] = unit ? rest : code.binary('div', rest, entry(i, i))
      solved.push(i)
    }
    return { shape, turning: false, values: x }
  }

  /** Products of small matrices, one pair per row. */
  #matmul(node: Node<'matmul'>, shape: Shape, [a, b]: readonly Source[]): Traced {
    if (this.turns > 1) throw new NotLoopable()
    const code = this.#code
    const { transposeA, transposeB } = node.attributes
    const [x, y] = [this.#whole(a).values, this.#whole(b).values]
    const rank = shape.length
    const [m, n] = shape.slice(-2)
    const inner = a.shape[transposeA ? rank - 2 : rank - 1]
    const values: VectorValue[] = []
    for (let batch = 0; batch < sizeOf(shape.slice(0, -2)); batch++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = code.constant(0)
          for (let k = 0; k < inner; k++) {
            const p = x[batch * m * inner + (transposeA ? k * m + i : i * inner + k)]
            const q = y[batch * inner * n + (transposeB ? j * inner + k : k * n + j)]
            sum = code.binary('add', sum, code.binary('mul', p, q))
          }
          values.push(sum)
        }
    return { shape, turning: false, values }
  }

  #root(node: Node<'root'>, [lower, upper, ...parameters]: readonly VectorValue[]): VectorValue {
    const { body, iterations } = node.attributes
    const solve = traceRootBody(body)
    return this.#code.root(lower, upper, { ...solve, parameters, iterations })
  }
}

/** Splits a shape around an axis: [before, along, after]. */
function around(shape: Shape, axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))]
}

/** The body of a root for one element: it is elementwise, so that every node has one value. */
export function traceRootBody(body: Program): Omit<RootCode, 'parameters' | 'iterations'> {
  const code = new VectorCode()
  const parameters = code.operand({ rows: true, perTurn: 0 })
  const values = new Map<Node, VectorValue>()
  for (const node of body.nodes) {
    const args = node.inputs.map((input) => values.get(input)!)
    const constant = uniformConstant(node)
    let value: VectorValue
    if (constant !== null) value = code.constant(constant, node.dtype === 'bool')
    else if (isOp(node, 'input')) {
      const { name } = node.attributes
      value = name === 'x' ? code.guess() : code.load(parameters, Number(name.slice(1)))
    } else if (isPointwise(node.op))
      value =
        args.length === 1 ? code.unary(node.op as UnaryOp, args[0]) : code.binary(node.op as BinaryOp, args[0], args[1])
    else if (isOp(node, 'select')) value = code.select(args[0], args[1], args[2])
    else if (isOp(node, 'reshape') || isOp(node, 'broadcast')) value = args[0]
    else throw new Error(`internal: ${node.op} in the body of a root is not elementwise`)
    values.set(node, value)
  }
  const output = (name: string) => values.get(body.outputs.find((o) => o.name === name)!.node)!
  return { body: code, f: output('f'), slope: output('slope') }
}
