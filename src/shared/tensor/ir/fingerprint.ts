import { attributesKey, listed, type Telling } from './attributes'
import type { Program } from './program'

const byContent: Telling = { values: listed, body: fingerprint }

/** A text that programs share if and only if they compute the same, in the same order, from inputs of the same names. */
export function fingerprint(program: Program): string {
  const number = new Map(program.nodes.map((node, i) => [node, i]))
  const lines = program.nodes.map(
    (node) => `${node.op} ${node.inputs.map((input) => number.get(input)).join(' ')} ${attributesKey(node, byContent)}`,
  )
  const ends = [program.outputs, program.updates].map((list) =>
    list.map(({ name, node }) => `${JSON.stringify(name)} ${number.get(node)}`).join(),
  )
  return [...lines, ...ends].join('\n')
}
