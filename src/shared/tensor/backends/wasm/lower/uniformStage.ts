import { i32 } from '../assembler/expression'
import { isPointwise } from '../../../autodiff/partials'
import { isOp, type Node } from '../../../ir/program'
import { broadcastStrides, sameShape, sizeOf, stridesOf } from '../../../ir/shape'
import { uniformConstant } from '../../analysis/constants'
import { elementCode } from '../rows/elementwise'
import { around } from '../rows/turns'
import { VectorCode } from '../rows/vectorCode'
import { emitMatmul, emitTriangularSolve } from '../uniform/linear'
import { emitGather, emitPut, emitScatter } from '../uniform/movement'
import { emitCumsum, emitReduction } from '../uniform/reduction'
import { flatKernel } from './flatLoop'
import { offsets, type UniformCall } from './uniformCall'

/** Writes the call of a uniform operation that is no flat loop. */
export function callUniform(to: UniformCall, node: Node): void {
  if (isPointwise(node.op) || isOp(node, 'select')) callElementwise(to, node)
  else if (isOp(node, 'broadcast')) callArranged(to, node, broadcastStrides(node.inputs[0].shape, node.shape))
  else if (isOp(node, 'transpose')) {
    const strides = stridesOf(node.inputs[0].shape)
    callArranged(to, node, node.attributes.permutation.map((axis) => strides[axis])) // prettier-ignore
  } else if (isOp(node, 'take')) to.take(to.address(node), to.address(node.inputs[0]), chosen(node, node.inputs[0]))
  else if (isOp(node, 'put')) callPut(to, node)
  else if (isOp(node, 'concat')) callConcat(to, node)
  else if (isOp(node, 'gather')) callGather(to, node)
  else if (isOp(node, 'scatter')) callScatter(to, node)
  else if (isOp(node, 'sum') || isOp(node, 'maxReduce')) callReduction(to, node)
  else if (isOp(node, 'cumsum')) callCumsum(to, node)
  else if (isOp(node, 'matmul')) callMatmul(to, node)
  else if (isOp(node, 'triangularSolve')) callTriangularSolve(to, node)
  else throw new Error(`internal: ${node.op} has no kernel for uniform values`)
}

/** Operands of other shapes are repeated to full size first; then it is a flat loop. */
function callElementwise(to: UniformCall, node: Node): void {
  const size = sizeOf(node.shape)
  const code = new VectorCode()
  const pointers: number[] = []
  const args = node.inputs.map((input, slot) => {
    const constant = uniformConstant(input)
    if (constant !== null) return code.constant(constant, input.dtype === 'bool')
    const isSingle = sizeOf(input.shape) === 1
    const fits = isSingle || sameShape(input.shape, node.shape)
    const strides = broadcastStrides(input.shape, node.shape)
    pointers.push(fits ? to.address(input) : to.arranged(input, node.shape, strides, slot))
    return code.load(code.operand({ rows: !isSingle || size === 1, perTurn: 0 }), 0)
  })
  code.store(code.operand({ rows: true, perTurn: 0 }), 0, elementCode(code, node, args))
  to.f.call(flatKernel(to.kernels, code), ...[...pointers, to.address(node)].map(i32), i32(size))
}

/** The operand's numbers, read by these strides. */
function callArranged(to: UniformCall, node: Node, strides: readonly number[]): void {
  to.take(to.address(node), to.address(node.inputs[0]), offsets(node.shape, strides))
}

/** Offsets in `whole` of what `indices` choose along an axis. */
function chosen({ attributes: { axis, indices } }: Node<'take'> | Node<'put'>, whole: Node): number[] {
  const [before, along, after] = around(whole.shape, axis)
  const list = Array.from({ length: before }, (_, i) =>
    indices.map((index) => Array.from({ length: after }, (__, k) => (i * along + index) * after + k)),
  )
  return list.flat(2)
}

function callPut(to: UniformCall, node: Node<'put'>): void {
  const list = chosen(node, node)
  to.clear(node)
  const [out, x, table] = [to.address(node), to.address(node.inputs[0]), to.memory.table(list)]
  to.f.call(to.kernels.get('put', emitPut), i32(out), i32(x), i32(table), i32(list.length))
}

function callConcat(to: UniformCall, node: Node<'concat'>): void {
  const [before, along, after] = around(node.shape, node.attributes.axis)
  let start = 0
  for (const input of node.inputs) {
    const width = input.shape[node.attributes.axis] * after
    for (let i = 0; i < before; i++) {
      const at = to.address(node) + (i * along * after + start) * to.bytes
      const from = to.address(input) + i * width * to.bytes
      to.f.copyMemory(i32(at), i32(from), i32(width * to.bytes))
    }
    start += width
  }
}

function callGather(to: UniformCall, node: Node<'gather'>): void {
  const [x, index] = node.inputs
  const size = x.shape[x.shape.length - 1]
  const kernel = to.kernels.get(`gather ${size}`, (module, lanes) => emitGather(module, lanes, size))
  to.f.call(kernel, ...[node, x, index].map((each) => i32(to.address(each))), i32(sizeOf(index.shape)))
}

function callScatter(to: UniformCall, node: Node<'scatter'>): void {
  const [v, index] = node.inputs
  const { size } = node.attributes
  to.clear(node)
  const kernel = to.kernels.get(`scatter ${size}`, (module, lanes) => emitScatter(module, lanes, size))
  to.f.call(kernel, ...[node, v, index].map((each) => i32(to.address(each))), i32(sizeOf(index.shape)))
}

/** The axes that are summed over go last; then each number is made of neighbours. */
function callReduction(to: UniformCall, node: Node<'sum'> | Node<'maxReduce'>): void {
  const { op, inputs, attributes } = node
  const [{ shape }] = inputs
  const isSummed = (axis: number) => Number(attributes.axes.includes(axis))
  const order = [...shape.keys()].sort((a, b) => isSummed(a) - isSummed(b) || a - b)
  const strides = stridesOf(shape)
  const ordered = order.map((axis) => shape[axis])
  const from = to.arranged(inputs[0], ordered, order.map((axis) => strides[axis]), 0) // prettier-ignore
  const length = sizeOf(attributes.axes.map((axis) => shape[axis]))
  const kernel = to.kernels.get(`${op} ${length}`, (module, lanes) => emitReduction(module, lanes, op, length))
  to.f.call(kernel, i32(to.address(node)), i32(from), i32(sizeOf(node.shape)))
}

function callCumsum(to: UniformCall, node: Node<'cumsum'>): void {
  const { axis, reverse, exclusive } = node.attributes
  const [before, along, after] = around(node.shape, axis)
  const form = { along, after, reverse, exclusive }
  const kernel = to.kernels.get(`cumsum ${JSON.stringify(form)}`, (module, lanes) => emitCumsum(module, lanes, form))
  to.f.call(kernel, i32(to.address(node)), i32(to.address(node.inputs[0])), i32(before))
}

function callMatmul(to: UniformCall, node: Node<'matmul'>): void {
  const { transposeA, transposeB } = node.attributes
  const [a, b] = node.inputs
  const [m, n] = node.shape.slice(-2)
  const inner = sizeOf(a.shape.slice(-2)) / m
  const batches = sizeOf(node.shape.slice(0, -2))
  const right = transposeB ? to.arranged(b, [batches, inner, n], [inner * n, 1, inner], 0) : to.address(b)
  const strides: readonly [number, number] = transposeA ? [1, m] : [inner, 1]
  const form = { m, inner, n, strides }
  const kernel = to.kernels.get(`matmul ${JSON.stringify(form)}`, (module, lanes) => emitMatmul(module, lanes, form))
  for (let i = 0; i < batches; i++) {
    const [out, left] = [to.address(node) + i * m * n * to.bytes, to.address(a) + i * m * inner * to.bytes]
    to.f.call(kernel, i32(out), i32(left), i32(right + i * inner * n * to.bytes))
  }
}

function callTriangularSolve(to: UniformCall, node: Node<'triangularSolve'>): void {
  const [n, m] = node.shape
  const name = `triangularSolve ${n} ${m} ${JSON.stringify(node.attributes)}`
  const kernel = to.kernels.get(name, (module, lanes) => emitTriangularSolve(module, lanes, n, m, node.attributes))
  to.f.call(kernel, ...[node, ...node.inputs].map((each) => i32(to.address(each))))
}
