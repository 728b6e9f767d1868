import { i32, op } from '../assembler/expression'
import type { FunctionReference } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import { paddedRows, type Lanes } from '../lanes'

/**
 * (x): zeros in the rows of padding, `rows` to the next multiple of two vectors, of each of `features` elements: what
 * sums over rows must not see.
 */
export function emitPadding(
  module: ModuleBuilder,
  lanes: Lanes,
  features: number,
  rows: number,
  tile: number,
): FunctionReference {
  const end = paddedRows(rows, lanes)
  return module.function({ params: ['i32'], results: [] }, (f) => {
    f.for(i32(0), i32(features * tile * lanes.bytes), tile * lanes.bytes, (feature) => {
      f.for(i32(rows * lanes.bytes), i32(end * lanes.bytes), lanes.bytes, (row) => {
        lanes.storeScalar(f, op('i32.add', op('i32.add', f.param(0), feature), row), lanes.scalar(0))
      })
    })
  })
}
