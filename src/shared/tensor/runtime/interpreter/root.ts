import type { Node } from '../../ir/program'
import { interpret } from './interpret'
import type { Values } from './pointwise'

/**
 * Newton's method kept inside a shrinking bracket, on every element at once: a step that leaves the bracket, or
 * whose slope is unusable, is replaced by bisection.
 */
export function solveRoots(out: Values, node: Node<'root'>, [lower, upper, ...parameters]: readonly Values[]): void {
  const { body, iterations } = node.attributes
  const [lo, hi] = [Float64Array.from(lower), Float64Array.from(upper)]
  const x = Float64Array.from(lo, (l, i) => (l + hi[i]) / 2)
  const bindings = new Map(parameters.map((values, i) => [`p${i}`, values]))
  for (let n = 0; n < iterations; n++) {
    const values = interpret(body, bindings.set('x', x), Float64Array)
    const [f, slope] = [values.get('f')!, values.get('slope')!]
    let moved = false
    for (let i = 0; i < x.length; i++) {
      if (f[i] > 0) hi[i] = x[i]
      else lo[i] = x[i]
      const newton = x[i] - f[i] / slope[i]
      const inside = newton >= lo[i] && newton <= hi[i] ? newton : (lo[i] + hi[i]) / 2
      const next = Number.isNaN(f[i]) ? NaN : inside // what cannot be computed has no root
      moved ||= next !== x[i]
      x[i] = next
    }
    if (!moved) break
  }
  out.set(x)
}
