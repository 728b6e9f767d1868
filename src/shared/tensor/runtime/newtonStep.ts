import { Builder } from '../ir/builder'
import type { Node, Program } from '../ir/program'

/**
 * One step of a `root` as a program: a Newton step kept inside the bracket, else its middle, as `solveRoots` does.
 * Inputs `x`, `lo`, `hi`, `p0` …, of which it updates the first three. For backends that repeat a program on the device.
 */
export function newtonStep({ attributes: { body }, shape }: Node<'root'>): Program {
  const b = new Builder()
  const [x, lo, hi] = ['x', 'lo', 'hi'].map((name) => b.input(name, shape))
  const bindings = new Map(body.inputs.map(({ attributes: { name } }) => [name, b.input(name, shape)] as const))
  const outputs = b.inline(body, bindings)
  const [f, slope] = [outputs.get('f')!, outputs.get('slope')!]
  const above = b.less(0, f)
  const [left, right] = [b.select(above, lo, x), b.select(above, x, hi)]
  const newton = b.sub(x, b.div(f, slope))
  const inside = b.and(b.lessEqual(left, newton), b.lessEqual(newton, right))
  const middle = b.mul(0.5, b.add(left, right))
  const next = b.select(b.equal(f, f), b.select(inside, newton, middle), f) // what is NaN stays so
  return b.program('newton step', {}, { x: next, lo: left, hi: right })
}
