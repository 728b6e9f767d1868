import { asRange } from './range'
import { isOp, type Node, type Program } from './program'

/** A text that programs share if and only if they compute the same from inputs of the same names. */
export function fingerprint(program: Program): string {
  const number = new Map(program.nodes.map((node, i) => [node, i]))
  const lines = program.nodes.map(
    (node) => `${node.op} ${node.inputs.map((input) => number.get(input)).join(' ')} ${attributesOf(node)}`,
  )
  const ends = [program.outputs, program.updates].map((list) =>
    list.map(({ name, node }) => `${name} ${number.get(node)}`).join(),
  )
  return [...lines, ...ends].join('\n')
}

function attributesOf(node: Node): string {
  if (isOp(node, 'constant')) {
    const { values, shape, dtype } = node.attributes
    return `${dtype} ${shape.join()}: ${Array.from(values, (value) => (Object.is(value, -0) ? '-0' : value)).join(' ')}`
  }
  if (isOp(node, 'root')) return `${node.attributes.iterations} {${fingerprint(node.attributes.body)}}`
  if (isOp(node, 'take') || isOp(node, 'put')) {
    const { indices, ...rest } = node.attributes
    const run = asRange(indices)
    return `${Object.values(rest).join(';')};${run ? `${run.start}…${run.end}` : indices.join()}`
  }
  return Object.values(node.attributes).join(';')
}
