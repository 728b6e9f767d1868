import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { uniformConstant } from '../../analysis/constants'
import type { FlatKernel } from '../plan/units'
import { elementCode } from '../rows/elementwise'
import { emitFlatKernel } from '../rows/kernel'
import { VectorCode, type VectorValue } from '../rows/vectorCode'
import type { KernelSet } from './kernels'

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
  for (const node of nodes) values.set(node, elementCode(code, node, node.inputs.map(value)))
  for (const node of stored) {
    operands.push(node)
    code.store(code.operand({ rows: true, perTurn: 0 }), 0, values.get(node)!)
  }
  return { code, operands }
}

/**
 * Calls a flat loop over the elements [from, from + width): `from` in bytes, null for all from the start. `address` is
 * where an operand begins.
 */
export function callLoop(
  f: FunctionBuilder,
  kernels: KernelSet,
  { code, operands }: TracedLoop,
  address: (node: Node) => number,
  from: Expression | null,
  width: Expression,
): void {
  const pointers = operands.map((node, i) => {
    const start = i32(address(node))
    return from && code.operands[i].rows ? op('i32.add', start, from) : start
  })
  f.call(flatKernel(kernels, code), ...pointers, width)
}

/** The function of a flat loop. */
export const flatKernel = (kernels: KernelSet, code: VectorCode) =>
  kernels.get(`flat ${code.name}`, (module, lanes) => emitFlatKernel(module, lanes, code))
