import { i32 } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Node } from '../../../ir/program'
import { sizeOf, stridesOf, type Shape } from '../../../ir/shape'
import { walk } from '../../../runtime/interpreter/pointwise'
import { emitTake } from '../uniform/movement'
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

/** Where the code of one uniform operation goes, and what it calls. */
export class UniformCall {
  /** Bytes of a number. */
  readonly bytes: number

  constructor(
    readonly f: FunctionBuilder,
    readonly kernels: KernelSet,
    readonly memory: UniformMemory,
  ) {
    this.bytes = kernels.lanes.bytes
  }

  address(node: Node): number {
    return this.memory.address(node)
  }

  /** Numbers from `from` by these indices, one after the other to `to`. */
  take(to: number, from: number, indices: readonly number[]): void {
    const table = this.memory.table(indices)
    this.f.call(this.kernels.get('take', emitTake), i32(to), i32(from), i32(table), i32(indices.length))
  }

  /** The address of `operand` read by these strides in the order of `shape`, moved aside unless it lies so. */
  arranged(operand: Node, shape: Shape, strides: readonly number[], slot: number): number {
    const from = this.address(operand)
    if (stridesOf(shape).every((stride, axis) => stride === strides[axis] || shape[axis] === 1)) return from
    const aside = this.memory.aside(slot, sizeOf(shape))
    this.take(aside, from, offsets(shape, strides))
    return aside
  }

  clear(node: Node): void {
    this.f.fillMemory(i32(this.address(node)), 0, i32(sizeOf(node.shape) * this.bytes))
  }
}

/** For each element of `shape` in order, its offset by these strides. */
export function offsets(shape: Shape, strides: readonly number[]): number[] {
  const list: number[] = []
  walk(shape, [strides], (_, [from]) => {
    list.push(from)
  })
  return list
}
