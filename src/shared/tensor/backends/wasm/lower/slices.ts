import { choose, i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import { LINE, type Phase } from '../phases'
import { SLICES_PER_THREAD } from './layout'

/** Writes work on `width` numbers, the first of them `from` bytes after the array's start. */
export type WriteSlice = (f: FunctionBuilder, from: Expression, width: Expression) => void

/** Work on a flat array of `size` numbers of so many bytes, in contiguous slices, which begin at a line of the cache. */
export function slicedPhase(size: number, bytes: number, threads: number, write: WriteSlice): Phase {
  const perLine = LINE / bytes
  const lines = Math.ceil(size / perLine)
  const pieces = SLICES_PER_THREAD * threads
  return {
    pieces,
    again: false,
    write: (f, { piece }) => {
      const start = (of: Expression) =>
        op('i32.mul', op('i32.div_u', op('i32.mul', of, i32(lines)), i32(pieces)), i32(perLine))
      const first = f.let(start(piece))
      const end = f.let(start(op('i32.add', piece, i32(1))))
      const width = f.let(op('i32.sub', choose(op('i32.lt_s', end, i32(size)), end, i32(size)), first))
      write(f, op('i32.mul', first, i32(bytes)), width)
    },
  }
}
