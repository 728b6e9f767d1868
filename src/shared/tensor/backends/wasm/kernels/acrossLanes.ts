import { shuffle, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/** A vector whose lanes are to be added up into one number of an array. */
export interface LaneSum {
  readonly partial: Local
  /** Which number of the array. */
  readonly position: number
}

/** Numbers `from`, … of two vectors in turn, each number `width` bytes wide. */
const interleave = (width: 4 | 8, from: number, a: Expression, b: Expression): Expression => {
  const bytes = Array.from({ length: 16 }, (_, i) => {
    const [number, byte] = [Math.floor(i / width), i % width]
    return (number % 2) * 16 + (from + Math.floor(number / 2)) * width + byte
  })
  return shuffle(bytes, a, b)
}

/** One vector with the sum across each of as many vectors as it has lanes: a transposition and its additions in one. */
function sumsAcross(f: FunctionBuilder, lanes: Lanes, vectors: readonly Expression[]): Expression {
  const halved = (a: Expression, b: Expression, width: 4 | 8) =>
    lanes.add(interleave(width, 0, a, b), interleave(width, 8 / width, a, b))
  if (lanes.count === 2) return halved(vectors[0], vectors[1], 8)
  const [low, high] = [0, 2].map((i) => f.let(halved(vectors[i], vectors[i + 1], 4)))
  return halved(low, high, 8)
}

/** Runs of `length` neighbouring positions, and what is left in groups of at most that many. */
function groupsOf(length: number, sums: readonly LaneSum[]) {
  const sorted = sums.toSorted((a, b) => a.position - b.position)
  const whole: LaneSum[][] = []
  const rest: LaneSum[] = []
  for (let i = 0; i < sorted.length;) {
    const run = sorted.slice(i, i + length)
    if (run.length === length && run[length - 1].position - run[0].position === length - 1) {
      whole.push(run)
      i += length
    } else rest.push(sorted[i++])
  }
  const broken = Array.from({ length: Math.ceil(rest.length / length) }, (_, i) =>
    rest.slice(i * length, (i + 1) * length),
  )
  return { whole, broken }
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
  const { whole, broken } = groupsOf(lanes.count, sums)
  const onTop = (before: Expression, sum: Expression) => lanes.add(sum, lanes.and(before, kept))
  for (const run of whole)
    f.scope(() => {
      const offset = run[0].position * lanes.bytes
      const sum = sumsAcross(f, lanes, run.map(({ partial }) => partial)) // prettier-ignore
      lanes.store(f, address, onTop(lanes.load(address, offset), sum), offset)
    })
  for (const group of broken)
    f.scope(() => {
      const vectors = Array.from({ length: lanes.count }, (_, i) => group[i]?.partial ?? lanes.constant(0))
      const across = f.let(sumsAcross(f, lanes, vectors))
      group.forEach(({ position }, i) => {
        const offset = position * lanes.bytes
        const sum = f.let(onTop(lanes.loadSplat(address, offset), across))
        lanes.storeScalar(f, address, lanes.lane(sum, i), offset)
      })
    })
}
