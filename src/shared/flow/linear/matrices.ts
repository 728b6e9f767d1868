import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'

/** `count` columns of the identity of `size`, from the first on. */
export function identityColumns(b: Builder, size: number, count: number): Node {
  const ones = Array.from({ length: size * count }, (_, at) => (Math.floor(at / count) === at % count ? 1 : 0))
  return b.constant(ones, [size, count])
}

/** How many entries an n × n matrix has above its diagonal. */
export const aboveDiagonal = (n: number): number => (n * (n - 1)) / 2

/** An n × n matrix with `entries`, row by row, above its diagonal and zeros elsewhere. */
export function strictlyUpper(b: Builder, entries: Node, n: number): Node {
  const places = range(0, n * n).filter((at) => at % n > Math.floor(at / n))
  return b.reshape(b.put(entries, places, n * n), [n, n])
}

/** An n × n diagonal matrix. */
export function diagonalMatrix(b: Builder, entries: Node, n: number): Node {
  const places = range(0, n).map((i) => i * (n + 1))
  return b.reshape(b.put(entries, places, n * n), [n, n])
}
