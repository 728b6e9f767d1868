import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import type { DenseLayer } from './denseLayer'
import { part } from './transformer'

/** Newton reaches float64's precision in some eight; the rest halve the bracket where layers of very different rates meet. */
const newtonSteps = 24

/** A layer's numbers one by one, each [B, m]. Matrices are in rows; those of the way in are empty in the first layer. */
interface Numbers {
  readonly into: readonly (readonly Node[])[]
  readonly intoFactor: readonly Node[]
  readonly out: readonly (readonly Node[])[]
  readonly logOutFactor: readonly Node[]
  readonly rate: readonly Node[]
  readonly offset: readonly Node[]
}

/**
 * x with `throughDense` x = z, of which no gradient is taken. Number by number, as the body of a root asks: written out as
 * array operations, the steps of a solver would be a long program for every coordinate.
 */
export function denseRoot(b: Builder, layers: readonly DenseLayer[], z: Node): Node {
  const columns: Node[] = []
  /** Makes a column of the root's parameters; its number is where the body finds it. */
  const column = (node: Node): number => columns.push(node) - 1
  const along = (x: Node) => range(0, x.shape[x.shape.length - 1]).map((k) => column(part(b, x, k)))
  const rows = (M: Node) => range(0, M.shape[0]).map((i) => along(b.reshape(b.take(M, [i], 0), [M.shape[1]])))
  const places = layers.map(({ into, out, rate, offset }) => ({
    into: into ? rows(into.shared) : [],
    intoFactor: into ? along(b.exp(into.logFactor)) : [],
    out: rows(out.shared),
    logOutFactor: along(out.logFactor),
    rate: along(rate),
    offset: along(offset),
  }))
  return b.root(
    (inner, x, [target, ...found]) => {
      const at = (list: readonly number[]) => list.map((place) => found[place])
      let h: readonly Node[] = [x]
      for (const { into, intoFactor, out, logOutFactor, rate, offset } of places)
        h = layerOf(inner, h, {
          into: into.map(at),
          intoFactor: at(intoFactor),
          out: out.map(at),
          logOutFactor: at(logOutFactor),
          rate: at(rate),
          offset: at(offset),
        })
      return inner.sub(h[0], target)
    },
    bracketOf(b, layers, z),
    [z, ...columns],
    newtonSteps,
  )
}

/** A layer's h lies between the least and the largest a_k h' + b_k with h' its least and largest input: back along those lines. */
function bracketOf(b: Builder, layers: readonly DenseLayer[], z: Node): { lower: Node; upper: Node } {
  let [lower, upper] = [z, z]
  for (const { rate, offset } of [...layers].reverse()) {
    const back = (end: Node) => b.div(b.sub(b.reshape(end, [...end.shape, 1]), offset), rate)
    lower = b.neg(b.maxReduce(b.neg(back(lower)), [-1]))
    upper = b.maxReduce(back(upper), [-1])
  }
  return { lower, upper }
}

/** One layer; see `throughDense`. */
function layerOf(
  b: Builder,
  h: readonly Node[],
  { into, intoFactor, out, logOutFactor, rate, offset }: Numbers,
): Node[] {
  const dot = (weights: readonly Node[], values: readonly Node[]) =>
    weights.map((weight, j) => b.mul(weight, values[j])).reduce((sum, term) => b.add(sum, term))
  const scaled = h.map((value, j) => (intoFactor.length ? b.mul(intoFactor[j], value) : value))
  const mean = (k: number) => (into.length ? b.div(dot(into[k], scaled), dot(into[k], intoFactor)) : h[0])
  const t = rate.map((a, k) => b.add(b.mul(a, mean(k)), offset[k]))
  const above = t.map((value) => b.softplus(value)) // −ln σ(−t)
  const below = t.map((value, k) => b.sub(above[k], value)) // −ln σ(t)
  const tail = (minusLogs: readonly Node[]) => {
    const weighed = minusLogs.map((value, k) => b.sub(value, logOutFactor[k]))
    const least = b.stopGradient(weighed.reduce((smallest, value) => b.min(smallest, value)))
    return { least, terms: weighed.map((value) => b.exp(b.sub(least, value))) }
  }
  const [up, down] = [tail(below), tail(above)]
  return out.map((weights) =>
    b.add(b.sub(b.log(dot(weights, up.terms)), b.log(dot(weights, down.terms))), b.sub(down.least, up.least)),
  )
}
