import type { Node } from '../../../ir/program'
import type { Point } from './ints'
import { Values, type Rule } from './values'

/**
 * Newton's method kept inside a shrinking bracket, as `solveRoots` of the interpreter has it, in the thread of each element.
 * The body is elementwise, so that all of it is at the points asked for.
 */
export const rootRule: Rule<'root'> = (values, node, points) => points.map((point) => solve(values, node, point))

function solve(
  values: Values,
  { inputs: [lower, upper, ...parameters], attributes: { body, iterations } }: Node<'root'>,
  point: Point,
): string {
  const { code } = values
  const [lo, hi, x] = ['l', 'h', 'x'].map((prefix) => code.name(prefix))
  const given = parameters.map((parameter) => values.of(parameter, [point])[0])
  code.line(`var ${lo} = ${values.of(lower, [point])[0]};`)
  code.line(`var ${hi} = ${values.of(upper, [point])[0]};`)
  code.line(`var ${x} = 0.5f * (${lo} + ${hi});`)
  const n = code.name('n')
  code.block(`for (var ${n} = 0u; ${n} < ${iterations}u; ${n}++)`, true, () => {
    const bound = body.inputs.map((input) => {
      const { name } = input.attributes
      const text = name === 'x' ? code.let(`${x} now`, `${x} + 0f`) : given[Number(name.slice(1))]
      return [input, (wanted: readonly Point[]) => wanted.map(() => text)] as const
    })
    const inner = new Values(code, values.memory, new Map(bound))
    const result = (name: string) => inner.of(body.outputs.find((output) => output.name === name)!.node, [point])[0]
    const [f, slope] = [result('f'), result('slope')]
    code.line(`if (${f} > 0f) { ${hi} = ${x}; } else { ${lo} = ${x}; }`)
    const newton = code.let(`${x} newton`, `(${x} - ${f} / ${slope})`)
    const inside = `select(0.5f * (${lo} + ${hi}), ${newton}, (${newton} >= ${lo}) & (${newton} <= ${hi}))`
    const next = code.let(`${x} next`, `select(${inside}, ${f}, isNan(${f}))`)
    code.line(`if (${next} == ${x}) { break; }`)
    code.line(`${x} = ${next};`)
    code.line(`if (isNan(${f})) { break; }`)
  })
  return x
}
