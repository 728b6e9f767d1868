import type { BinaryOp, UnaryOp } from '../../ir/op'
import { isOp, type Node, type Program } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import { binaryFunctions, binaryMap, mapUnary, unaryFunctions, type Values } from './pointwise'
import { structuredRules } from './structured'

/** float64 for the meaning of the IR; float32 to see where a run in single precision goes wrong. */
export type ArrayType = Float64ArrayConstructor | Float32ArrayConstructor

/** The value of one node from those of its inputs. */
export function evaluate(node: Node, inputs: readonly Values[], type: ArrayType): Values {
  const out = new type(sizeOf(node.shape))
  ruleOf(node)(out, inputs)
  return out
}

/** Writes a node's value into `out`, which comes filled with zeros. */
type NodeRule = (out: Values, inputs: readonly Values[]) => void

function ruleOf(node: Node): NodeRule {
  const { op, shape, inputs } = node
  if (op in unaryFunctions) {
    const f = unaryFunctions[op as UnaryOp]
    return (out, [x]) => {
      mapUnary(out, f, x)
    }
  }
  if (op in binaryFunctions) return binaryMap(binaryFunctions[op as BinaryOp], shape, inputs[0].shape, inputs[1].shape)
  const rule = structuredRules[op as keyof typeof structuredRules] as (
    out: Values,
    node: Node,
    inputs: readonly Values[],
  ) => void
  return (out, values) => {
    rule(out, node, values)
  }
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
  const { steps, results } = planOf(program)
  const values = new Array<Values | undefined>(steps.length)
  /** Those of them that were made here. */
  const made = new Array<Values | undefined>(steps.length)
  steps.forEach(({ node, size, operands, rule, over }, at) => {
    const given = known?.get(node)
    if (given) values[at] = given
    else if (rule === null) values[at] = bind(node as Node<'input'>, inputs, type)
    else {
      const spare = made[over]
      if (spare) values[over] = made[over] = undefined
      // whoever watches may have kept what nobody else needs any more
      const out = (watch ? undefined : spare?.fill(0)) ?? new type(size)
      rule(out, operands.map((place) => values[place]!)) // prettier-ignore
      values[at] = made[at] = out
    }
    if (!given) watch?.(node, values[at]!)
  })
  return new Map(results.map(({ name, place }) => [name, values[place]!]))
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

/** What is looked up once for all runs of a program. */
interface Plan {
  readonly steps: readonly Step[]
  readonly results: readonly { readonly name: string; readonly place: number }[]
}

interface Step {
  readonly node: Node
  readonly size: number
  /** The steps that make its operands. */
  readonly operands: readonly number[]
  /** Null of an input. */
  readonly rule: NodeRule | null
  /** A step whose value is read no more and as long, whose place this one's may take; −1 where there is none. */
  readonly over: number
}

const plans = new WeakMap<Program, Plan>()

function planOf(program: Program): Plan {
  const known = plans.get(program)
  if (known) return known
  const places = new Map(program.nodes.map((node, at) => [node, at]))
  const given = [...program.outputs, ...program.updates]
  const lastUse = new Map<Node, Node>()
  for (const node of program.nodes) for (const input of node.inputs) lastUse.set(input, node)
  for (const { node } of given) lastUse.delete(node)
  const free = new Map<number, number[]>()
  const steps = program.nodes.map((node): Step => {
    const size = sizeOf(node.shape)
    const over = free.get(size)?.pop() ?? -1
    for (const input of new Set(node.inputs))
      if (lastUse.get(input) === node && !isOp(input, 'input')) {
        const length = sizeOf(input.shape)
        free.set(length, [...(free.get(length) ?? []), places.get(input)!])
      }
    return {
      node,
      size,
      operands: node.inputs.map((input) => places.get(input)!),
      rule: isOp(node, 'input') ? null : ruleOf(node),
      over,
    }
  })
  const plan = { steps, results: given.map(({ name, node }) => ({ name, place: places.get(node)! })) }
  plans.set(program, plan)
  return plan
}

function bind(node: Node<'input'>, inputs: ReadonlyMap<string, ArrayLike<number>>, type: ArrayType): Values {
  const { name } = node.attributes
  const given = inputs.get(name)
  const size = sizeOf(node.shape)
  if (given?.length !== size)
    throw new Error(`internal: input "${name}" needs ${size} values, got ${given?.length ?? 'none'}`)
  return given instanceof type ? given : type.from(given)
}
