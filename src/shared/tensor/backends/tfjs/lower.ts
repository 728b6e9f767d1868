import type { BinaryOp, Op, UnaryOp } from '../../ir/op'
import { isOp, type Node, type Program } from '../../ir/program'
import { broadcastShapes, sameShape } from '../../ir/shape'
import { optimise } from '../../passes/pipeline'
import { newtonStep } from '../../runtime/newtonStep'
import { Emitter, type Value } from './emitter'
import { matmul, triangularSolve } from './linear'
import { concat, gather, onNumbers, put, scatter, select, take, transpose } from './movement'
import type { Plan } from './plan'
import { binaryRules, unaryRules } from './pointwise'
import { cumsum, maxReduce, sum } from './reduction'

type Rule<O extends Op> = (e: Emitter, node: Node<O>, inputs: readonly Value[]) => Value

const structuredRules: { readonly [O in Exclude<Op, UnaryOp | BinaryOp | 'loop' | 'loopResult'>]: Rule<O> } = {
  input: (e, { attributes: { name, shape } }) => e.input(name, shape),
  constant: (e, { attributes: { values, shape, dtype } }) =>
    e.constant(values, shape, dtype === 'bool' ? 'bool' : 'float32'),
  select: (e, { shape }, inputs) => select(e, inputs, shape),
  reshape: (e, { shape }, [x]) => e.reshape(x, shape),
  transpose: (e, { attributes }, inputs) => onNumbers(e, inputs, ([x]) => transpose(e, x, attributes.permutation)),
  broadcast: (e, { shape }, [x]) => e.broadcast(x, shape),
  concat: (e, { attributes, shape }, inputs) =>
    onNumbers(e, inputs, (parts) => concat(e, parts, attributes.axis, shape)),
  take: (e, { attributes: { indices, axis } }, inputs) => onNumbers(e, inputs, ([x]) => take(e, x, indices, axis)),
  put: (e, { attributes: { indices, size, axis } }, [x]) => put(e, x, indices, size, axis),
  gather: (e, _, [x, index]) => gather(e, x, index),
  scatter: (e, { attributes }, [values, index]) => scatter(e, values, index, attributes.size),
  sum: (e, { attributes }, [x]) => sum(e, x, attributes.axes),
  maxReduce: (e, { attributes }, [x]) => maxReduce(e, x, attributes.axes),
  cumsum: (e, { attributes }, [x]) => cumsum(e, x, attributes),
  matmul: (e, { attributes }, [a, b]) => matmul(e, a, b, attributes.transposeA, attributes.transposeB),
  triangularSolve: (e, { attributes }, [a, b]) => triangularSolve(e, a, b, attributes),
  root: (e, node, [lo, hi, ...parameters]) => {
    const half = e.fill(0.5, [])
    const x = e.binary('Multiply', e.binary('Add', lo, hi), half)
    const named = Object.fromEntries(parameters.map((p, i) => [`p${i}`, p]))
    const body = lower(optimise(newtonStep(node)), e.device)
    return e.repeat(body, node.attributes.iterations, { x, lo, hi, ...named }, 'x')
  },
}

/** tfjs has kernels for up to six axes. */
const MOST_AXES = 6

/** A program as the kernel calls of tfjs that compute it. */
export function lower(program: Program, device: Emitter['device']): Plan {
  const e = new Emitter(device)
  const values = new Map<Node, Value>()
  for (const node of program.nodes) {
    if (node.shape.length > MOST_AXES)
      throw new Error(`internal: "${program.name}" has a value of ${node.shape.length} axes; tfjs takes ${MOST_AXES}`)
    values.set(node, lowerNode(e, node, values))
  }
  return e.plan([...program.outputs, ...program.updates].map(({ name, node }) => [name, values.get(node)!] as const))
}

function lowerNode(e: Emitter, node: Node, values: ReadonlyMap<Node, Value>): Value {
  const { op } = node
  if (op in unaryRules) return unaryRules[op as UnaryOp](e, values.get(node.inputs[0])!)
  if (op in binaryRules) {
    const [a, b] = unrepeated(node).map((input) => values.get(input)!)
    return binaryRules[op as BinaryOp](e, a, b)
  }
  const rule = structuredRules[op as keyof typeof structuredRules] as Rule<Op>
  return rule(
    e,
    node,
    node.inputs.map((input) => values.get(input)!),
  )
}

/** A binary op's operands without the broadcasts that the kernel does anyway; what then goes unused is never run. */
function unrepeated(node: Node): readonly Node[] {
  const [a, b] = node.inputs
  const source = (x: Node) => (isOp(x, 'broadcast') ? x.inputs[0] : x)
  const pairs = [
    [source(a), source(b)],
    [source(a), b],
    [a, source(b)],
  ]
  const enough = pairs.find(([x, y]) => sameShape(broadcastShapes(x.shape, y.shape), node.shape))
  return enough ?? node.inputs
}
