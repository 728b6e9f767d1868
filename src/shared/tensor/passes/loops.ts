import type { Builder } from '../ir/builder'
import { carryOf, IDLE, isCarry, isSequence, isStacked, loopResults, nextOf, resultKind } from '../ir/loopResults'
import type { OpAttributes } from '../ir/op'
import { isOp, makeProgram, reachable, type Node, type Program } from '../ir/program'
import { rewrite } from './rewrite'

const hasLoops = (program: Program): boolean => program.nodes.some((node) => isOp(node, 'loop'))

/** Makes loops smaller: their bodies by `optimise`, and without the results and operands that nobody needs. */
export const trimLoops =
  (optimise: (body: Program) => Program) =>
  (program: Program): Program => {
    if (!hasLoops(program)) return program
    const used = new Map<Node, Set<string>>()
    for (const node of program.nodes)
      if (isOp(node, 'loopResult')) {
        const [of] = node.inputs
        used.set(of, (used.get(of) ?? new Set()).add(node.attributes.name))
      }
    return rewrite(program, (b, node, inputs) => {
      if (!isOp(node, 'loop')) return b.emit(node.op, inputs, node.attributes)
      const { operands, body, ...rest } = node.attributes
      const trimmed = optimise(withoutUnused(body, used.get(node) ?? new Set()))
      const taken = new Set(trimmed.inputs.map(({ attributes: { name } }) => name))
      const kept = [...operands.keys()].filter((i) => taken.has(operands[i]))
      return b.emit(
        'loop',
        kept.map((i) => inputs[i]),
        { ...rest, body: trimmed, operands: kept.map((i) => operands[i]) },
      )
    })
  }

/** The body with the results that are used, the carries that these need, and the inputs of all of them. */
function withoutUnused(body: Program, used: ReadonlySet<string>): Program {
  const kept = new Set([...used, IDLE])
  for (let count = 0; count < kept.size;) {
    count = kept.size
    const needed = reachable(body.outputs.filter(({ name }) => kept.has(name)).map(({ node }) => node))
    for (const node of needed)
      if (isOp(node, 'input') && isCarry(node.attributes.name)) kept.add(nextOf(node.attributes.name))
  }
  const outputs = body.outputs.filter(({ name }) => kept.has(name))
  const needed = new Set(reachable(outputs.map(({ node }) => node)))
  // a carry that no turn reads is still handed from one to the next
  const inputs = body.inputs.filter((input) => needed.has(input) || kept.has(nextOf(input.attributes.name)))
  return makeProgram(body.name, outputs, [], inputs)
}

/** How many nodes a program has when all loops are written out. */
export const unrolledSize = ({ nodes }: Program): number =>
  nodes.reduce((total, node) => {
    if (!isOp(node, 'loop')) return total + 1
    const { body, length } = node.attributes
    return total + length * unrolledSize(body)
  }, 0)

/** The program with the loops for which `chosen` says so written out turn by turn. */
export function unrollLoops(program: Program, chosen: (loop: Node<'loop'>) => boolean = () => true): Program {
  if (!hasLoops(program)) return program
  const results = new Map<Node, ReadonlyMap<string, Node>>()
  return rewrite(program, (b, node, inputs) => {
    if (isOp(node, 'loop') && chosen(node)) {
      const [marker] = inputs
      results.set(node, unrolled(b, node, inputs))
      return marker
    }
    const written = isOp(node, 'loopResult') ? results.get(node.inputs[0]) : undefined
    return (
      written?.get((node.attributes as OpAttributes['loopResult']).name) ?? b.emit(node.op, inputs, node.attributes)
    )
  })
}

/** All turns of a loop, idle ones too; its results by name. */
function unrolled(b: Builder, { attributes }: Node<'loop'>, inputs: readonly Node[]): ReadonlyMap<string, Node> {
  const { body, length, reverse, operands } = attributes
  const inner = unrollLoops(body)
  const state = new Map(operands.map((name, i) => [name, inputs[i]]))
  const stacks = new Map<string, Node[]>()
  const totals = new Map<string, Node>()
  for (let i = 0; i < length; i++) {
    const at = reverse ? length - 1 - i : i
    const bindings = new Map(
      operands.map((name) => {
        const value = state.get(name)!
        return [name, isSequence(name) ? b.reshape(b.slice(value, at, at + 1, 0), value.shape.slice(1)) : value]
      }),
    )
    for (const [name, value] of b.inline(inner, bindings)) {
      if (name === IDLE) continue
      if (isStacked(name))
        stacks.set(name, reverse ? [value, ...(stacks.get(name) ?? [])] : [...(stacks.get(name) ?? []), value])
      else if (resultKind(name) === 't') totals.set(name, totals.has(name) ? b.add(totals.get(name)!, value) : value)
      else state.set(carryOf(name), value)
    }
  }
  return new Map(
    loopResults(attributes).map(({ name, shape }) => {
      const stack = stacks.get(name)
      if (!stack) return [name, totals.get(name) ?? state.get(carryOf(name))!]
      const entries = stack.map((entry) => b.reshape(entry, [1, ...shape.slice(1)]))
      return [name, b.concat(entries, 0)]
    }),
  )
}
