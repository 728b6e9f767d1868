import type { BinaryOp, UnaryOp } from '../../ir/op'
import { isOp, type Node, type Program } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import { binaryFunctions, mapBinary, mapUnary, unaryFunctions, type Values } from './pointwise'
import { structuredRules } from './structured'

/** float64 for the meaning of the IR; float32 to see where a run in single precision goes wrong. */
export type ArrayType = Float64ArrayConstructor | Float32ArrayConstructor

/** The value of one node from those of its inputs. */
export function evaluate(node: Node, inputs: readonly Values[], type: ArrayType): Values {
  const out = new type(sizeOf(node.shape))
  const { op } = node
  if (op in unaryFunctions) mapUnary(out, unaryFunctions[op as UnaryOp], inputs[0])
  else if (op in binaryFunctions) {
    const [x, y] = inputs.map((values, i) => ({ values, shape: node.inputs[i].shape }))
    mapBinary(out, node.shape, binaryFunctions[op as BinaryOp], x, y)
  } else {
    const rule = structuredRules[op as keyof typeof structuredRules] as (
      out: Values,
      node: Node,
      inputs: readonly Values[],
    ) => void
    rule(out, node, inputs)
  }
  return out
}

/**
 * Runs a program node by node: the meaning of the IR. `inputs` by name, row-major; the answer holds every output and,
 * under the input's name, every update. `watch` sees each value as it is made. `known` are values that need not be made.
 */
export function interpret(
  program: Program,
  inputs: ReadonlyMap<string, ArrayLike<number>>,
  type: ArrayType = Float64Array,
  watch?: (node: Node, values: Values) => void,
  known?: ReadonlyMap<Node, Values>,
): Map<string, Values> {
  const values = new Map<Node, Values>(known)
  const lastUse = lastUses(program)
  for (const node of program.nodes) {
    if (known?.has(node)) continue
    const value = isOp(node, 'input')
      ? bind(node, inputs, type)
      : evaluate(
          node,
          node.inputs.map((input) => values.get(input)!),
          type,
        )
    values.set(node, value)
    watch?.(node, value)
    for (const input of node.inputs) if (lastUse.get(input) === node) values.delete(input)
  }
  return new Map([...program.outputs, ...program.updates].map(({ name, node }) => [name, values.get(node)!]))
}

/** The values of a program that depend on no input. */
export function constantsOf(program: Program, type: ArrayType): Map<Node, Values> {
  const values = new Map<Node, Values>()
  for (const node of program.nodes) {
    const operands = node.inputs.map((input) => values.get(input))
    if (isOp(node, 'input') || !operands.every((operand) => operand !== undefined)) continue
    values.set(node, evaluate(node, operands, type))
  }
  return values
}

const uses = new WeakMap<Program, ReadonlyMap<Node, Node>>()

/** By value, the last node that reads it; none for what the program gives out. */
function lastUses(program: Program): ReadonlyMap<Node, Node> {
  const found = uses.get(program)
  if (found) return found
  const last = new Map<Node, Node>()
  for (const node of program.nodes) for (const input of node.inputs) last.set(input, node)
  for (const { node } of [...program.outputs, ...program.updates]) last.delete(node)
  uses.set(program, last)
  return last
}

function bind(node: Node<'input'>, inputs: ReadonlyMap<string, ArrayLike<number>>, type: ArrayType): Values {
  const { name } = node.attributes
  const given = inputs.get(name)
  const size = sizeOf(node.shape)
  if (given?.length !== size)
    throw new Error(`internal: input "${name}" needs ${size} values, got ${given?.length ?? 'none'}`)
  return given instanceof type ? given : type.from(given)
}
