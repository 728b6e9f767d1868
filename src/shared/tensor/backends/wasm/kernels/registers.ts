import type { Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/** Vector registers that V8 hands out on x64: the sixteenth is its own. */
const REGISTERS = 15

/** Registers left for operands, at least one, beside `taken` and the product that unfused arithmetic needs. */
export const spareRegisters = ({ fused }: Lanes, taken: number): number =>
  Math.max(1, REGISTERS - taken - (fused ? 0 : 1))

/**
 * Writes `body` for each item in blocks of `size` items between which V8 moves nothing. In one block the scheduler of
 * TurboFan (V8 before 12) puts all loads before all arithmetic, so that registers spill: 51 GFLOP/s instead of 61 in a
 * product. So every block but the last hangs on a condition that always holds, which is cheaper than it looks: a branch
 * never taken.
 */
export function inBlocks<T>(
  f: FunctionBuilder,
  always: Expression,
  items: readonly T[],
  size: number,
  body: (item: T, index: number) => void,
): void {
  for (let from = 0; from < items.length; from += size) {
    const block = () => {
      f.scope(() => {
        items.slice(from, from + size).forEach((item, i) => {
          body(item, from + i)
        })
      })
    }
    if (from + size < items.length) f.if(always, block)
    else block()
  }
}
