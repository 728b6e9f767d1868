import { isOp, type Node, type Program } from './program'
import { sameShape, showShape } from './shape'
import { shapeRules } from './shapeRules'

/** Throws `internal: …` unless the program is well formed: operands first, types as the rules say, updates fit their inputs. */
export function verify(program: Program): void {
  const say = (node: Node, why: string): never => {
    throw new Error(`internal: program "${program.name}", %${node.id} ${node.op}: ${why}`)
  }
  const seen = new Set<Node>()
  const names = new Set<string>()
  for (const node of program.nodes) {
    for (const input of node.inputs) if (!seen.has(input)) say(node, `uses %${input.id} before it is made`)
    const rule = shapeRules[node.op] as (i: readonly Node[], a: unknown, op: string) => Pick<Node, 'shape' | 'dtype'>
    const { shape, dtype } = rule(node.inputs, node.attributes, node.op)
    if (!sameShape(shape, node.shape))
      say(node, `has shape ${showShape(node.shape)}, its rule says ${showShape(shape)}`)
    if (dtype !== node.dtype) say(node, `has type ${node.dtype}, its rule says ${dtype}`)
    if (isOp(node, 'input')) {
      if (names.has(node.attributes.name)) say(node, `a second input "${node.attributes.name}"`)
      names.add(node.attributes.name)
    }
    if (isOp(node, 'root') || isOp(node, 'loop')) verify(node.attributes.body)
    seen.add(node)
  }
  for (const { name, node } of [...program.outputs, ...program.updates])
    if (!seen.has(node)) say(node, `is named "${name}" but not in the program`)
  for (const { name, node } of program.outputs) if (names.has(name)) say(node, `output "${name}" has an input's name`)
  const inputs = new Map(program.inputs.map((input) => [input.attributes.name, input]))
  for (const { name, node } of program.updates) {
    const input = inputs.get(name)
    if (!input) say(node, `updates "${name}", which is no input`)
    else if (!sameShape(input.shape, node.shape)) say(node, `updates "${name}" with another shape`)
  }
}
