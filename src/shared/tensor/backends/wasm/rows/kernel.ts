import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionReference } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Operand } from '../kernels/tail'
import type { Tail, TailPlace } from '../kernels/tail'
import type { Lanes } from '../lanes'
import { emitCode, emitShared } from './emit'
import type { VectorCode } from './vectorCode'

const VECTOR_BYTES = 16

/**
 * Emits code as a function over rows: (the operands' addresses …, width). In each of `turns` turns it computes the next
 * share of every value's elements. `tile` is T, the numbers from one element of a row to the next.
 */
export function emitRowKernel(
  module: ModuleBuilder,
  lanes: Lanes,
  code: VectorCode,
  turns: number,
  tile: number,
): FunctionReference {
  const count = code.operands.length
  const params = new Array<'i32'>(count + 1).fill('i32')
  return module.function({ params, results: [] }, (f) => {
    const end = f.let(op('i32.mul', f.param(count), i32(lanes.bytes)))
    const pointers = code.operands.map((_, i) => f.param(i))
    const overRows = () => {
      f.scope(() => {
        const shared = (operand: number, element: number): Operand => ({
          address: pointers[operand],
          offset: element * lanes.bytes,
        })
        const held = emitShared(code, { f, lanes, address: shared })
        f.for(i32(0), end, VECTOR_BYTES, (row) => {
          f.scope(() => {
            const address = (operand: number, element: number): Operand =>
              code.operands[operand].rows
                ? { address: op('i32.add', pointers[operand], row), offset: element * tile * lanes.bytes }
                : shared(operand, element)
            emitCode(code, { f, lanes, address, held })
          })
        })
        for (const local of held.values()) f.release(local)
      })
    }
    if (turns === 1) {
      overRows()
      return
    }
    f.for(i32(0), i32(turns), 1, () => {
      overRows()
      code.operands.forEach(({ rows, perTurn }, i) => {
        const step = perTurn * (rows ? tile : 1) * lanes.bytes
        if (step > 0) f.set(pointers[i], op('i32.add', pointers[i], i32(step)))
      })
    })
  })
}

/** Code whose value begins with a product, done where the product would have been stored. */
export function tailOf(code: VectorCode, tile: number): Tail {
  return {
    pointers: code.operands.length,
    write: (place: TailPlace) => {
      const { f, lanes, value } = place
      const address = (operand: number, element: number): Operand => {
        const { rows, perTurn } = code.operands[operand]
        const at = rows
          ? perTurn > 0
            ? place.batched(operand)
            : place.perRow(operand)
          : perTurn > 0
            ? place.perFeature(operand)
            : place.shared(operand)
        return { address: at.address, offset: at.offset + element * (rows ? tile : 1) * lanes.bytes }
      }
      f.scope(() => {
        emitCode(code, { f, lanes, address, given: value })
      })
    },
  }
}

/**
 * Emits code on single values as a function over flat arrays: (the operands' addresses …, width). It writes up to a
 * vector past the end of what it stores.
 */
export function emitFlatKernel(module: ModuleBuilder, lanes: Lanes, code: VectorCode): FunctionReference {
  const count = code.operands.length
  const params = new Array<'i32'>(count + 1).fill('i32')
  return module.function({ params, results: [] }, (f) => {
    const end = f.let(op('i32.mul', f.param(count), i32(lanes.bytes)))
    const at =
      (offset: Expression | null) =>
      (operand: number): Operand => ({
        address: offset && code.operands[operand].rows ? op('i32.add', f.param(operand), offset) : f.param(operand),
        offset: 0,
      })
    const held = emitShared(code, { f, lanes, address: at(null) })
    f.for(i32(0), end, VECTOR_BYTES, (offset) => {
      f.scope(() => {
        emitCode(code, { f, lanes, address: at(offset), held }, true)
      })
    })
  })
}
