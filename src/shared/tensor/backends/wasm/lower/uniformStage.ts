import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { BinaryOp, UnaryOp } from '../../../ir/op'
import { isPointwise } from '../../../autodiff/partials'
import { isOp, type Node } from '../../../ir/program'
import { broadcastStrides, sameShape, sizeOf, stridesOf, type Shape } from '../../../ir/shape'
import { walk } from '../../../runtime/interpreter/pointwise'
import { uniformConstant } from '../analysis/constants'
import type { FlatKernel } from '../plan/units'
import { emitFlatKernel } from '../rows/kernel'
import { traceRootBody } from '../rows/trace'
import { VectorCode, type VectorValue } from '../rows/vectorCode'
import { emitMatmul, emitTriangularSolve } from '../uniform/linear'
import { emitGather, emitPut, emitScatter, emitTake } from '../uniform/movement'
import { emitCumsum, emitReduction } from '../uniform/reduction'
import type { KernelSet } from './kernels'

/** What uniform operations need to know of the memory. */
export interface UniformMemory {
  /** Address of a uniform value. */
  address(node: Node): number
  /** Address of a table of 32-bit numbers that the program comes with. */
  table(values: readonly number[]): number
  /** Address of a place for `count` numbers, which the next unit may overwrite; places with another `slot` are apart. */
  aside(slot: number, count: number): number
}

/** A flat loop as code, with the node that each of its operands is. */
export interface TracedLoop {
  readonly code: VectorCode
  readonly operands: readonly Node[]
}

/** Writes a loop over flat arrays as code for one element. */
export function traceLoop({ nodes, stored, size }: Pick<FlatKernel, 'nodes' | 'stored' | 'size'>): TracedLoop {
  const code = new VectorCode()
  const operands: Node[] = []
  const values = new Map<Node, VectorValue>()
  const operand = (node: Node): number => {
    operands.push(node)
    return code.operand({ rows: sizeOf(node.shape) === size && size > 1, perTurn: 0 })
  }
  const value = (node: Node): VectorValue => {
    const known = values.get(node)
    if (known !== undefined) return known
    const constant = uniformConstant(node)
    const read = constant === null ? code.load(operand(node), 0) : code.constant(constant, node.dtype === 'bool')
    values.set(node, read)
    return read
  }
  for (const node of nodes) values.set(node, elementwise(code, node, node.inputs.map(value)))
  for (const node of stored) {
    operands.push(node)
    code.store(code.operand({ rows: true, perTurn: 0 }), 0, values.get(node)!)
  }
  return { code, operands }
}

function elementwise(code: VectorCode, node: Node, args: readonly VectorValue[]): VectorValue {
  if (isPointwise(node.op))
    return args.length === 1
      ? code.unary(node.op as UnaryOp, args[0])
      : code.binary(node.op as BinaryOp, args[0], args[1])
  if (isOp(node, 'select')) return code.select(args[0], args[1], args[2])
  if (isOp(node, 'root')) {
    const [lower, upper, ...parameters] = args
    const { body, iterations } = node.attributes
    return code.root(lower, upper, { ...traceRootBody(body), parameters, iterations })
  }
  throw new Error(`internal: ${node.op} is not elementwise`)
}

/** Calls a flat loop over the elements [from, from + width): `from` in bytes, null for all from the start. */
export function callLoop(
  f: FunctionBuilder,
  kernels: KernelSet,
  { code, operands }: TracedLoop,
  memory: UniformMemory,
  from: Expression | null,
  width: Expression,
): void {
  const kernel = kernels.get(`flat ${code.name}`, (module, lanes) => emitFlatKernel(module, lanes, code))
  const pointers = operands.map((node, i) => {
    const address = i32(memory.address(node))
    return from && code.operands[i].rows ? op('i32.add', address, from) : address
  })
  f.call(kernel, ...pointers, width)
}

/** Splits a shape around an axis: [before, along, after]. */
const around = (shape: Shape, axis: number): [number, number, number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis],
  sizeOf(shape.slice(axis + 1)),
]

/** For each element of `shape` in order, its offset by these strides. */
function offsets(shape: Shape, strides: readonly number[]): number[] {
  const list: number[] = []
  walk(shape, [strides], (_, [from]) => {
    list.push(from)
  })
  return list
}

/** Writes a uniform operation that is no flat loop into `f`. */
export function callUniform(f: FunctionBuilder, kernels: KernelSet, node: Node, memory: UniformMemory): void {
  const { bytes } = kernels.lanes
  const out = memory.address(node)
  const [x] = node.inputs
  const size = sizeOf(node.shape)
  const take = (to: number, from: number, indices: readonly number[]) => {
    f.call(kernels.get('take', emitTake), i32(to), i32(from), i32(memory.table(indices)), i32(indices.length))
  }
  /** The address of `operand` read by these strides in the order of `shape`, moved aside unless it lies so. */
  const arranged = (operand: Node, shape: Shape, strides: readonly number[], slot: number): number => {
    const from = memory.address(operand)
    if (stridesOf(shape).every((stride, axis) => stride === strides[axis] || shape[axis] === 1)) return from
    const list = offsets(shape, strides)
    const aside = memory.aside(slot, list.length)
    take(aside, from, list)
    return aside
  }

  if (isPointwise(node.op) || isOp(node, 'select')) {
    // Operands of other shapes are repeated to full size first; then it is a flat loop.
    const repeated = node.inputs.map((input, slot) =>
      sameShape(input.shape, node.shape) || sizeOf(input.shape) === 1
        ? null
        : arranged(input, node.shape, broadcastStrides(input.shape, node.shape), slot),
    )
    const code = new VectorCode()
    const pointers: number[] = []
    const args = node.inputs.map((input, i) => {
      const constant = uniformConstant(input)
      if (constant !== null) return code.constant(constant, input.dtype === 'bool')
      pointers.push(repeated[i] ?? memory.address(input))
      return code.load(code.operand({ rows: repeated[i] !== null || sizeOf(input.shape) === size, perTurn: 0 }), 0)
    })
    code.store(code.operand({ rows: true, perTurn: 0 }), 0, elementwise(code, node, args))
    const kernel = kernels.get(`flat ${code.name}`, (module, lanes) => emitFlatKernel(module, lanes, code))
    f.call(kernel, ...[...pointers, out].map(i32), i32(size))
  } else if (isOp(node, 'broadcast')) {
    take(out, memory.address(x), offsets(node.shape, broadcastStrides(x.shape, node.shape)))
  } else if (isOp(node, 'transpose')) {
    const strides = stridesOf(x.shape)
    const permuted = node.attributes.permutation.map((axis) => strides[axis])
    take(out, memory.address(x), offsets(node.shape, permuted))
  } else if (isOp(node, 'take')) {
    const { axis, indices } = node.attributes
    const [before, along, after] = around(x.shape, axis)
    const list = Array.from({ length: before }, (_, i) =>
      indices.map((index) => Array.from({ length: after }, (__, k) => (i * along + index) * after + k)),
    )
    take(out, memory.address(x), list.flat(2))
  } else if (isOp(node, 'put')) {
    const { axis, indices, size: along } = node.attributes
    const [before, , after] = around(x.shape, axis)
    const list = Array.from({ length: before }, (_, i) =>
      indices.map((index) => Array.from({ length: after }, (__, k) => (i * along + index) * after + k)),
    ).flat(2)
    f.fillMemory(i32(out), 0, i32(size * bytes))
    f.call(kernels.get('put', emitPut), i32(out), i32(memory.address(x)), i32(memory.table(list)), i32(list.length))
  } else if (isOp(node, 'concat')) {
    const [before, along, after] = around(node.shape, node.attributes.axis)
    let start = 0
    for (const input of node.inputs) {
      const width = input.shape[node.attributes.axis] * after
      for (let i = 0; i < before; i++) {
        const to = out + (i * along * after + start) * bytes
        f.copyMemory(i32(to), i32(memory.address(input) + i * width * bytes), i32(width * bytes))
      }
      start += width
    }
  } else if (isOp(node, 'gather') || isOp(node, 'scatter')) {
    const table = node.op === 'gather' ? x.shape[x.shape.length - 1] : node.shape[node.shape.length - 1]
    const [first, index] = node.inputs.map((input) => i32(memory.address(input)))
    const emit = node.op === 'gather' ? emitGather : emitScatter
    if (node.op === 'scatter') f.fillMemory(i32(out), 0, i32(size * bytes))
    const kernel = kernels.get(`${node.op} ${table}`, (module, lanes) => emit(module, lanes, table))
    f.call(kernel, i32(out), first, index, i32(sizeOf(node.inputs[1].shape)))
  } else if (isOp(node, 'sum') || isOp(node, 'maxReduce')) {
    const { axes } = node.attributes
    const order = [...x.shape.keys()].sort((a, b) => Number(axes.includes(a)) - Number(axes.includes(b)) || a - b)
    const strides = stridesOf(x.shape)
    const from = arranged(
      x,
      order.map((axis) => x.shape[axis]),
      order.map((axis) => strides[axis]),
      0,
    )
    const length = sizeOf(axes.map((axis) => x.shape[axis]))
    const { op: kind } = node as Node<'sum' | 'maxReduce'>
    const kernel = kernels.get(`${kind} ${length}`, (module, lanes) => emitReduction(module, lanes, kind, length))
    f.call(kernel, i32(out), i32(from), i32(size))
  } else if (isOp(node, 'cumsum')) {
    const { axis, reverse, exclusive } = node.attributes
    const [before, along, after] = around(x.shape, axis)
    const form = { along, after, reverse, exclusive }
    const kernel = kernels.get(`cumsum ${JSON.stringify(form)}`, (module, lanes) => emitCumsum(module, lanes, form))
    f.call(kernel, i32(out), i32(memory.address(x)), i32(before))
  } else if (isOp(node, 'matmul')) {
    const { transposeA, transposeB } = node.attributes
    const [m, n] = node.shape.slice(-2)
    const inner = sizeOf(x.shape.slice(-2)) / m
    const b = node.inputs[1]
    const batches = sizeOf(node.shape.slice(0, -2))
    const lead = Array.from({ length: batches }, (_, i) => i)
    const right = transposeB
      ? arranged(b, [...lead.slice(0, 1).map(() => batches), inner, n], [inner * n, 1, inner], 0)
      : memory.address(b)
    const strides: readonly [number, number] = transposeA ? [1, m] : [inner, 1]
    const form = { m, inner, n, strides }
    const kernel = kernels.get(`matmul ${JSON.stringify(form)}`, (module, lanes) => emitMatmul(module, lanes, form))
    for (const i of lead) {
      const from = memory.address(x) + i * m * inner * bytes
      f.call(kernel, i32(out + i * m * n * bytes), i32(from), i32(right + i * inner * n * bytes))
    }
  } else if (isOp(node, 'triangularSolve')) {
    const [n, m] = node.shape
    const name = `triangularSolve ${n} ${m} ${JSON.stringify(node.attributes)}`
    const kernel = kernels.get(name, (module, lanes) => emitTriangularSolve(module, lanes, n, m, node.attributes))
    f.call(kernel, i32(out), i32(memory.address(x)), i32(memory.address(node.inputs[1])))
  } else throw new Error(`internal: ${node.op} has no kernel for uniform values`)
}
