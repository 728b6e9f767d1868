import { lane, load, shuffle, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/** A vector whose lanes are to be added up into one number of an array. */
export interface LaneSum {
  readonly partial: Local
  /** Which number of the array. */
  readonly position: number
}

/** The numbers from the `from`th on of two vectors in turn, each `width` bytes wide. */
const interleave = (width: number, from: number, a: Expression, b: Expression): Expression => {
  const bytes = Array.from({ length: 16 }, (_, i) => {
    const [number, byte] = [Math.floor(i / width), i % width]
    return (number % 2) * 16 + (from + Math.floor(number / 2)) * width + byte
  })
  return shuffle(bytes, a, b)
}

/** One vector with the sum across each of as many vectors as it has lanes: a transposition and its additions in one. */
export function sumsAcross(f: FunctionBuilder, lanes: Lanes, vectors: readonly Expression[]): Expression {
  const halved = (a: Expression, b: Expression, width: number) =>
    lanes.add(interleave(width, 0, a, b), interleave(width, 8 / width, a, b))
  if (lanes.count === 2) return halved(vectors[0], vectors[1], 8)
  const [low, high] = [0, 2].map((i) => f.let(halved(vectors[i], vectors[i + 1], 4)))
  return halved(low, high, 8)
}

/** As many vectors as they have lanes, transposed: the first of each, the second of each, and so on. */
export function transposed(f: FunctionBuilder, lanes: Lanes, vectors: readonly Expression[]): readonly Expression[] {
  if (lanes.count === 2) return [0, 1].map((from) => interleave(8, from, vectors[0], vectors[1]))
  const pair = (i: number) => [0, 2].map((from) => f.let(interleave(4, from, vectors[i], vectors[i + 1])))
  const [a, b] = [pair(0), pair(2)]
  return [0, 1].flatMap((half) => [0, 1].map((from) => interleave(8, from, a[half], b[half])))
}

/** Neighbouring numbers that one instruction loads or stores. */
interface Piece {
  readonly size: number
  readonly sums: readonly LaneSum[]
}

/** The fewest pieces, of a vector, half a vector or one number, largest first. */
function piecesOf(lanes: Lanes, sums: readonly LaneSum[]): readonly Piece[] {
  const sorted = sums.toSorted((a, b) => a.position - b.position)
  const sizes = lanes.count === 4 ? [4, 2, 1] : [2, 1]
  const pieces: Piece[] = []
  for (let i = 0; i < sorted.length;) {
    const size = sizes.find((n) => sorted.at(i + n - 1)?.position === sorted[i].position + n - 1) ?? 1
    pieces.push({ size, sums: sorted.slice(i, i + size) })
    i += size
  }
  return pieces.toSorted((a, b) => b.size - a.size)
}

/**
 * Adds up the lanes of each vector and stores the numbers at `address`, on top of what is there where `kept` is all
 * ones; where it is zero, what is there does not matter, not even NaN.
 */
export function storeSums(
  f: FunctionBuilder,
  lanes: Lanes,
  sums: readonly LaneSum[],
  address: Expression,
  kept: Expression,
): void {
  const onTop = (before: Expression, sum: Expression) => lanes.add(sum, lanes.and(before, kept))
  const pieces = [...piecesOf(lanes, sums)]
  while (pieces.length > 0) {
    // As many pieces of one size as fill a vector are added up at once.
    const [{ size }] = pieces
    const together = pieces.findIndex((piece, i) => piece.size !== size || i * size === lanes.count)
    const group = pieces.splice(0, together < 0 ? pieces.length : together)
    f.scope(() => {
      const partials = group.flatMap((piece) => piece.sums.map(({ partial }) => partial))
      const padding = Array.from({ length: lanes.count - partials.length }, () => lanes.constant(0))
      const across = f.let(sumsAcross(f, lanes, [...partials, ...padding]))
      group.forEach((piece, i) => {
        const offset = piece.sums[0].position * lanes.bytes
        const { read, write } = movers(f, lanes, size * lanes.bytes)
        write(address, f.let(onTop(read(address, offset), across)), i, offset)
      })
    })
  }
}

/** Reads so many bytes into every place of a vector, and writes its `index`th place of that size. */
function movers(f: FunctionBuilder, lanes: Lanes, bytes: number) {
  type Read = (address: Expression, offset: number) => Expression
  type Write = (address: Expression, vector: Expression, index: number, offset: number) => void
  const table: Readonly<Record<number, { readonly read: Read; readonly write: Write }>> = {
    16: {
      read: (address, offset) => lanes.load(address, offset),
      write: (address, vector, _, offset) => { lanes.store(f, address, vector, offset) }, // prettier-ignore
    },
    8: {
      read: (address, offset) => load('v128.load64_splat', address, offset),
      write: (address, vector, i, offset) => {
        f.store('f64.store', address, lane('f64x2.extract_lane', i, vector), offset)
      },
    },
    4: {
      read: (address, offset) => load('v128.load32_splat', address, offset),
      write: (address, vector, i, offset) => {
        f.store('f32.store', address, lane('f32x4.extract_lane', i, vector), offset)
      },
    },
  }
  return table[bytes]
}
