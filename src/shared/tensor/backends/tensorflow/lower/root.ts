import type { Node } from '../../../ir/program'
import { newtonStep } from '../../../runtime/newtonStep'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'
import { repeat } from '../emit/loops'
import { any } from './reduction'
import type { LowerProgram } from './rules'

/** Newton steps until none moves an element any more, or there were as many as the node allows. */
export function root(
  f: FunctionBuilder,
  node: Node<'root'>,
  [lower, upper, ...parameters]: readonly Value[],
  lowerProgram: LowerProgram,
): Value {
  const step = newtonStep(node)
  const middle = f.binary('Mul', f.scalar(0.5), f.binary('AddV2', lower, upper))
  const start = [f.scalar(0, 'int32'), f.constant([1], [], 'bool'), middle, lower, upper, ...parameters]
  const [, , x] = repeat(f, 'root', start, {
    condition: (g, [turn, moved]) =>
      g.logical('LogicalAnd', moved, g.compare('Less', turn, g.scalar(node.attributes.iterations, 'int32'))),
    turn: (g, [turn, , x, lo, hi, ...given]) => {
      const bindings = new Map([['x', x], ['lo', lo], ['hi', hi], ...given.map((p, i) => [`p${i}`, p] as const)])
      const after = lowerProgram(g, step, bindings)
      const next = after.get('x')!
      return [
        g.binary('AddV2', turn, g.scalar(1, 'int32')),
        any(g, g.not(g.compare('Equal', next, x))),
        next,
        after.get('lo')!,
        after.get('hi')!,
        ...given,
      ]
    },
  })
  return x
}
