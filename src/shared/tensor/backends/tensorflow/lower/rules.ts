import type { BinaryOp, Op, UnaryOp } from '../../../ir/op'
import { isOp, type Node, type Program } from '../../../ir/program'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'
import { matmul, triangularSolve } from './linear'
import { loop } from './loop'
import { gather, scatter } from './lookup'
import { put, take, transpose } from './movement'
import { binaryRules, unaryRules } from './pointwise'
import { cumsum, maxReduce, sum } from './reduction'
import { root } from './root'

/** Writes a program into a function, its inputs replaced by values; answers its outputs and updates by name. */
export type LowerProgram = (
  f: FunctionBuilder,
  program: Program,
  bindings: ReadonlyMap<string, Value>,
) => Map<string, Value>

type Rule<O extends Op> = (f: FunctionBuilder, node: Node<O>, inputs: readonly Value[]) => Value

/** All but what a program begins with, and loops, whose results are several. */
type Ordinary = Exclude<Op, 'input' | 'loop' | 'loopResult'>

const structuredRules: { readonly [O in Exclude<Ordinary, UnaryOp | BinaryOp>]: Rule<O> } = {
  constant: (f, { attributes: { values, shape, dtype } }) =>
    f.constant(values, shape, dtype === 'bool' ? 'bool' : undefined),
  select: (f, _, [condition, a, b]) => f.select(condition, a, b),
  reshape: (f, { attributes }, [x]) => f.reshape(x, attributes.shape),
  transpose: (f, { attributes }, [x]) => transpose(f, x, attributes.permutation),
  broadcast: (f, { attributes }, [x]) => f.broadcast(x, attributes.shape),
  concat: (f, { attributes }, inputs) => f.concat(inputs, attributes.axis),
  take: (f, { attributes: { axis, indices } }, [x]) => take(f, x, indices, axis),
  put: (f, { attributes: { axis, indices, size } }, [x]) => put(f, x, indices, size, axis),
  gather: (f, _, [x, index]) => gather(f, x, index),
  scatter: (f, { attributes }, [values, index]) => scatter(f, values, index, attributes.size),
  sum: (f, { attributes }, [x]) => sum(f, x, attributes.axes),
  maxReduce: (f, { attributes }, [x]) => maxReduce(f, x, attributes.axes),
  cumsum: (f, { attributes }, [x]) => cumsum(f, x, attributes),
  matmul: (f, { attributes }, [a, b]) => matmul(f, a, b, attributes),
  triangularSolve: (f, { attributes }, [a, b]) => triangularSolve(f, a, b, attributes),
  root: (f, node, inputs) => root(f, node, inputs, lowerProgram),
}

export const lowerProgram: LowerProgram = (f, program, bindings) => {
  const values = new Map<Node, Value>()
  const loops = new Map<Node, ReadonlyMap<string, Value>>()
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => values.get(input)!)
    if (isOp(node, 'input')) values.set(node, bindings.get(node.attributes.name)!)
    else if (isOp(node, 'loop')) loops.set(node, loop(f, node, inputs, lowerProgram))
    else if (isOp(node, 'loopResult')) values.set(node, loops.get(node.inputs[0])!.get(node.attributes.name)!)
    else values.set(node, ruleOf(node.op as Ordinary)(f, node, inputs))
  }
  return new Map([...program.outputs, ...program.updates].map(({ name, node }) => [name, values.get(node)!]))
}

function ruleOf(op: Ordinary): Rule<Op> {
  if (op in unaryRules) return (f, _, [x]) => unaryRules[op as UnaryOp](f, x)
  if (op in binaryRules) return (f, _, [a, b]) => binaryRules[op as BinaryOp](f, a, b)
  return structuredRules[op as keyof typeof structuredRules] as Rule<Op>
}
