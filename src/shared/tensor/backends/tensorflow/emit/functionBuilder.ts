import { broadcastShapes, sameShape, sizeOf, type Shape } from '../../../ir/shape'
import { dataType, type ArgDef, type Attributes, type NodeDef, type TypeName } from '../proto/messages'
import { attr } from './attributes'
import type { FunctionLibrary } from './library'

/** A value inside a function. */
export interface Value {
  /** How a node of the function names it as its input. */
  readonly ref: string
  readonly shape: Shape
  readonly type: TypeName
}

export type Type = Pick<Value, 'shape' | 'type'>

/** Writes a function's nodes: each method adds one, or finds that the same has been written. */
export class FunctionBuilder {
  readonly arguments: ArgDef[] = []
  readonly nodes: NodeDef[] = []
  readonly #known = new Map<string, Value>()

  constructor(readonly library: FunctionLibrary) {}

  argument({ shape, type }: Type): Value {
    const name = `a${this.arguments.length}`
    this.arguments.push({ name, type: dataType[type] })
    return { ref: name, shape, type }
  }

  /** A node of one result, by TensorFlow's name of that output. */
  op(op: string, output: string, inputs: readonly Value[], attributes: Attributes, { shape, type }: Type): Value {
    const key = `${op} ${inputs.map(({ ref }) => ref).join()} ${shape.join()} ${JSON.stringify(attributes)}`
    return this.#once(key, () => ({ ref: `${this.#node(op, inputs, attributes)}:${output}:0`, shape, type }))
  }

  /** A node whose results are the list `output`. */
  list(
    op: string,
    output: string,
    inputs: readonly Value[],
    attributes: Attributes,
    results: readonly Type[],
  ): readonly Value[] {
    const name = this.#node(op, inputs, attributes)
    return results.map(({ shape, type }, i) => ({ ref: `${name}:${output}:${i}`, shape, type }))
  }

  #node(op: string, inputs: readonly Value[], attributes: Attributes): string {
    const name = `${op}_${this.nodes.length}`
    this.nodes.push({ name, op, input: inputs.map(({ ref }) => ref), attr: attributes })
    return name
  }

  #once(key: string, make: () => Value): Value {
    const known = this.#known.get(key)
    if (known) return known
    const value = make()
    this.#known.set(key, value)
    return value
  }

  /** Values that do not change; of the program's floats unless told otherwise. */
  constant(values: ArrayLike<number>, shape: Shape, type: TypeName = this.library.float): Value {
    const attributes = { dtype: attr.type(type), value: attr.tensor(values, shape, type) }
    const listed = Array.from(values, (value) => (Object.is(value, -0) ? '-0' : value)).join()
    return this.#once(`constant ${type} ${shape.join()}: ${listed}`, () => ({
      ref: `${this.#node('Const', [], attributes)}:output:0`,
      shape,
      type,
    }))
  }

  scalar = (value: number, type?: TypeName): Value => this.constant([value], [], type)
  /** A shape, axes or positions. */
  whole = (values: readonly number[]): Value => this.constant(values, [values.length], 'int32')

  /** Zeros of the program's floats. */
  zeros(shape: Shape): Value {
    return sizeOf(shape) === 1 ? this.constant([0], shape) : this.broadcast(this.scalar(0), shape)
  }

  unary(op: string, x: Value, output = 'y'): Value {
    return this.op(op, output, [x], { T: attr.type(x.type) }, x)
  }

  /** Broadcasts its operands. */
  binary(op: string, a: Value, b: Value): Value {
    return this.op(
      op,
      'z',
      [a, b],
      { T: attr.type(a.type) },
      { shape: broadcastShapes(a.shape, b.shape), type: a.type },
    )
  }

  /** A comparison of numbers. */
  compare(op: 'Less' | 'LessEqual' | 'Equal', a: Value, b: Value): Value {
    return this.op(
      op,
      'z',
      [a, b],
      { T: attr.type(a.type) },
      { shape: broadcastShapes(a.shape, b.shape), type: 'bool' },
    )
  }

  logical(op: 'LogicalAnd' | 'LogicalOr', a: Value, b: Value): Value {
    return this.op(op, 'z', [a, b], {}, { shape: broadcastShapes(a.shape, b.shape), type: 'bool' })
  }

  not(x: Value): Value {
    return this.op('LogicalNot', 'y', [x], {}, x)
  }

  /** a where the condition holds, else b; all three broadcast. */
  select(condition: Value, a: Value, b: Value): Value {
    const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape))
    return this.op('SelectV2', 'output', [condition, a, b], { T: attr.type(a.type) }, { shape, type: a.type })
  }

  cast(x: Value, type: TypeName): Value {
    if (x.type === type) return x
    return this.op('Cast', 'y', [x], { SrcT: attr.type(x.type), DstT: attr.type(type) }, { shape: x.shape, type })
  }

  reshape(x: Value, shape: Shape): Value {
    if (sameShape(x.shape, shape)) return x
    const attributes = { T: attr.type(x.type), Tshape: attr.type('int32') }
    return this.op('Reshape', 'output', [x, this.whole(shape)], attributes, { shape, type: x.type })
  }

  broadcast(x: Value, shape: Shape): Value {
    if (sizeOf(x.shape) === sizeOf(shape)) return this.reshape(x, shape)
    const attributes = { T: attr.type(x.type), Tidx: attr.type('int32') }
    return this.op('BroadcastTo', 'output', [x, this.whole(shape)], attributes, { shape, type: x.type })
  }

  /** The part of `size` that begins at `begin`, [rank] of int32. */
  slice(x: Value, begin: Value, size: Shape): Value {
    const attributes = { T: attr.type(x.type), Index: attr.type('int32') }
    return this.op('Slice', 'output', [x, begin, this.whole(size)], attributes, { shape: size, type: x.type })
  }

  concat(parts: readonly Value[], axis: number): Value {
    const [{ shape, type }] = parts
    const total = parts.reduce((n, part) => n + part.shape[axis], 0)
    const attributes = { N: attr.count(parts.length), T: attr.type(type), Tidx: attr.type('int32') }
    return this.op('ConcatV2', 'output', [...parts, this.scalar(axis, 'int32')], attributes, {
      shape: shape.map((n, i) => (i === axis ? total : n)),
      type,
    })
  }

  /** The results of another function. */
  call(name: string, inputs: readonly Value[], results: readonly Type[]): readonly Value[] {
    const attributes = {
      Tin: attr.types(inputs.map(({ type }) => type)),
      Tout: attr.types(results.map(({ type }) => type)),
      f: attr.call(name),
    }
    return this.list('PartitionedCall', 'output', inputs, attributes, results)
  }
}
