import { isOp, type Node, type Program } from './program'
import { asRange } from './range'

/** How what is large or structured among attributes is told apart. */
export interface Telling {
  values(values: Float64Array): string
  body(body: Program): string
}

/** A text that nodes of one op share if and only if their attributes are the same, as far as `telling` tells. */
export function attributesKey(node: Node, telling: Telling): string {
  if (isOp(node, 'input')) {
    const { name, shape, batched } = node.attributes
    return `${JSON.stringify(name)} ${shape.join()} ${batched}`
  }
  if (isOp(node, 'constant')) {
    const { values, shape, dtype } = node.attributes
    return `${dtype} ${shape.join()}: ${telling.values(values)}`
  }
  if (isOp(node, 'root')) return `${node.attributes.iterations} {${telling.body(node.attributes.body)}}`
  if (isOp(node, 'loop')) {
    const { body, ...rest } = node.attributes
    return `${plain(rest)} {${telling.body(body)}}`
  }
  if (isOp(node, 'take') || isOp(node, 'put')) {
    const { indices, ...rest } = node.attributes
    const run = asRange(indices)
    return `${plain(rest)} ${run ? `${run.start}…${run.end}` : indices.join()}`
  }
  return plain(node.attributes)
}

const plain = (attributes: object): string =>
  Object.entries(attributes)
    .map(([key, value]) => `${key}:${value}`)
    .join(';')

/** All numbers, so that two lists share the text if and only if no entry differs: −0 prints as 0, and is another. */
export const listed = (values: Float64Array): string =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : value)).join(' ')
