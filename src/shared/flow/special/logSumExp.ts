import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** ln Σ e^x over the last axis, which it drops; shifted by the largest entry, so that nothing overflows. */
export function logSumExp(b: Builder, x: Node): Node {
  const top = b.stopGradient(b.maxReduce(x, [-1]))
  return b.add(top, b.log(b.sum(b.exp(b.sub(x, b.reshape(top, [...top.shape, 1]))), [-1])))
}

/** The same over separate nodes of one shape, for where there are no axes: in the body of a root. */
export function logSumExpOf(b: Builder, terms: readonly Node[]): Node {
  const top = b.stopGradient(terms.reduce((largest, term) => b.max(largest, term)))
  return b.add(top, b.log(terms.map((term) => b.exp(b.sub(term, top))).reduce((sum, term) => b.add(sum, term))))
}
