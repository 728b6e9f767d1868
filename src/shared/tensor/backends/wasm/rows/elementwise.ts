import type { BinaryOp, UnaryOp } from '../../../ir/op'
import { isOp, type Node, type Program } from '../../../ir/program'
import { isPointwise } from '../../../autodiff/partials'
import { broadcastStrides, type Shape } from '../../../ir/shape'
import { walk } from '../../../runtime/interpreter/pointwise'
import { uniformConstant } from '../../analysis/constants'
import type { Reading } from './reading'
import { isLeaf, leadingAxes, NotLoopable, type Source, type Traced } from './turns'
import { VectorCode, type RootCode, type VectorValue } from './vectorCode'

/** Whether `elementCode` knows the op. */
export const isElementwise = ({ op }: Node): boolean => isPointwise(op) || op === 'select' || op === 'root'

/** One element of an elementwise node from its operands'. */
export function elementCode(code: VectorCode, node: Node, args: readonly VectorValue[]): VectorValue {
  if (isPointwise(node.op))
    return args.length === 1
      ? code.unary(node.op as UnaryOp, args[0])
      : code.binary(node.op as BinaryOp, args[0], args[1])
  if (isOp(node, 'select')) return code.select(args[0], args[1], args[2])
  if (isOp(node, 'root')) {
    const [lower, upper, ...parameters] = args
    const { body, iterations } = node.attributes
    return code.root(lower, upper, { ...traceRootBody(body), parameters, iterations })
  }
  throw new Error(`internal: ${node.op} is not elementwise`)
}

/** `f` of every element, with broadcasting: in turns when the result's leading axes allow. */
export function traceElementwise(
  reading: Reading,
  shape: Shape,
  sources: readonly Source[],
  f: (args: readonly VectorValue[]) => VectorValue,
): Traced {
  const lead = reading.turns > 1 ? leadingAxes(shape, reading.turns) : -1
  const turning = lead >= 0
  const share = turning ? shape.slice(lead) : shape
  const parts = sources.map((source) => {
    const padded = [...new Array<number>(Math.max(0, shape.length - source.shape.length)).fill(1), ...source.shape]
    const front = padded.slice(0, turning ? lead : 0)
    const same = front.every((n, i) => n === shape[i])
    if (!same && front.some((n) => n !== 1)) throw new NotLoopable()
    const traced = isLeaf(source) ? reading.load(source, turning && same) : source
    if (traced.turning !== (turning && same)) throw new NotLoopable()
    return { values: traced.values, strides: broadcastStrides(padded.slice(front.length), share) }
  })
  const values: VectorValue[] = []
  walk(
    share,
    parts.map(({ strides }) => strides),
    (_, offsets) => {
      values.push(f(parts.map((part, k) => part.values[offsets[k]])))
    },
  )
  return { shape, turning, values }
}

/** The body of a root for one element: it is elementwise, so that every node has one value. */
function traceRootBody(body: Program): Omit<RootCode, 'parameters' | 'iterations'> {
  const code = new VectorCode()
  const parameters = code.operand({ rows: true, perTurn: 0 })
  const values = new Map<Node, VectorValue>()
  const valueOf = (node: Node): VectorValue => {
    const constant = uniformConstant(node)
    if (constant !== null) return code.constant(constant, node.dtype === 'bool')
    if (isOp(node, 'input')) {
      const { name } = node.attributes
      return name === 'x' ? code.guess() : code.load(parameters, Number(name.slice(1)))
    }
    const args = node.inputs.map((input) => values.get(input)!)
    return isOp(node, 'reshape') || isOp(node, 'broadcast') ? args[0] : elementCode(code, node, args)
  }
  for (const node of body.nodes) values.set(node, valueOf(node))
  const output = (name: string) => values.get(body.outputs.find((o) => o.name === name)!.node)!
  return { body: code, f: output('f'), slope: output('slope') }
}
