import { isOp, type Node, type Program } from './program'
import { showShape } from './shape'

function attributesOf(node: Node): string {
  if (isOp(node, 'input')) return ` "${node.attributes.name}"${node.attributes.batched ? ' rows' : ''}`
  if (isOp(node, 'constant')) {
    const { values } = node.attributes
    return ` ${[...values.subarray(0, 4)].join(' ')}${values.length > 4 ? ' …' : ''}`
  }
  if (isOp(node, 'root')) return ` {\n${indent(print(node.attributes.body))}}`
  if (isOp(node, 'loop')) {
    const { body, length, reverse } = node.attributes
    return ` ${length} turns${reverse ? ' in reverse' : ''} {\n${indent(print(body))}}`
  }
  const entries = Object.entries(node.attributes).filter(([key]) => key !== 'shape')
  const show = (value: unknown) => (Array.isArray(value) ? `[${abbreviated(value)}]` : String(value))
  return entries.length ? ` {${entries.map(([key, value]) => `${key}: ${show(value)}`).join(', ')}}` : ''
}

/** Long lists are runs of indices, which their ends tell well enough. */
const abbreviated = (list: readonly number[]): string =>
  list.length > 24 ? `${list.slice(0, 4).join(' ')} … ${list.at(-1)} (${list.length})` : list.join(' ')

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ')

/** A program as text, one node a line, numbered from 0 in order: for tests of passes and for reading. */
export function print(program: Program): string {
  const number = new Map(program.nodes.map((node, i) => [node, i]))
  const ref = (node: Node) => `%${number.get(node)}`
  const lines = program.nodes.map((node) => {
    const operands = node.inputs.length ? ` ${node.inputs.map(ref).join(' ')}` : ''
    const type = node.dtype === 'bool' ? `bool${showShape(node.shape)}` : showShape(node.shape)
    return `${ref(node)} = ${node.op}${operands}${attributesOf(node)} : ${type}`
  })
  const ends = [
    ...program.outputs.map(({ name, node }) => `output "${name}" = ${ref(node)}`),
    ...program.updates.map(({ name, node }) => `update "${name}" = ${ref(node)}`),
  ]
  return [...lines, ...ends].join('\n') + '\n'
}
