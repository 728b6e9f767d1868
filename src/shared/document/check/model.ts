import { decodeBase64 } from '../base64'
import { blocksInOrder } from '../chain'
import type { Issue } from '../issue'
import type { ModelFile, ModelParameter } from '../model'

/** Whether a model's parameters and preprocessing are whole: every byte there, every number finite, every size D. */
export function checkModel(model: ModelFile): readonly Issue[] {
  return [
    ...checkData(model),
    ...checkContext(model),
    ...checkOwners(model),
    ...model.parameters.flatMap(checkParameter),
  ]
}

function checkData({ data }: ModelFile): readonly Issue[] {
  const { dims, names, preprocessing } = data
  const sized = [
    { path: 'data.names', length: names.length },
    ...preprocessing.flatMap(({ mean, scale }, index) => [
      { path: `data.preprocessing[${index}].mean`, length: mean.length },
      { path: `data.preprocessing[${index}].scale`, length: scale.length },
    ]),
  ]
  return sized.flatMap(({ path, length }) =>
    length === dims ? [] : [issue(path, `has ${length} entries, expected ${dims} (data.dims). ${damaged}`)],
  )
}

/** The columns that x is given are those that the document names. */
function checkContext({ data, document }: ModelFile): readonly Issue[] {
  const own = (data.context ?? []).map(({ name, kind }) => `${name} (${kind})`)
  const named = document.data.context.map(({ column, as }) => `${column} (${as})`)
  const same = own.length === named.length && own.every((name, k) => name === named[k])
  const [got, expected] = [own, named].map((names) => names.join(', ') || 'none')
  return same ? [] : [issue('data.context', `is ${got}, expected ${expected} (document.data.context). ${damaged}`)]
}

/** Each parameter belongs to a block or base of the document, and none comes twice. */
function checkOwners({ document, parameters }: ModelFile): readonly Issue[] {
  const owners = new Set([...document.graph.nodes, ...blocksInOrder(document)].map((node) => node.id))
  const met = new Set<string>()
  return parameters.flatMap(({ node, name }, index) => {
    const path = `parameters[${index}]`
    const key = `${node}\n${name}`
    const again = met.has(key)
    met.add(key)
    if (!owners.has(node)) return [issue(`${path}.node`, `there is no node "${node}" in the document. ${damaged}`)]
    return again ? [issue(path, `"${name}" of "${node}" is given twice, expected once. ${damaged}`, node)] : []
  })
}

function checkParameter({ node, name, shape, data }: ModelParameter, index: number): readonly Issue[] {
  const path = `parameters[${index}].data`
  const which = `"${name}" of "${node}"`
  const bytes = decodeBase64(data)
  if (bytes === null) return [issue(path, `${which} is not base64. ${damaged}`, node)]
  const size = shape.reduce((product, extent) => product * extent, 1)
  if (bytes.length !== 4 * size) {
    const form = `[${shape.join(', ')}]`
    return [
      issue(
        path,
        `${which} has ${bytes.length} bytes, expected ${4 * size} (shape ${form}, float32). ${damaged}`,
        node,
      ),
    ]
  }
  const at = firstNotFinite(bytes)
  return at < 0
    ? []
    : [
        issue(
          path,
          `${which} is not a finite number at entry ${at}. Export a model whose training stayed finite.`,
          node,
        ),
      ]
}

/** The index of the first little-endian float32 that is NaN or infinite: all exponent bits set; −1 when there is none. */
function firstNotFinite(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 4) {
    if ((bytes[at + 3] & 0x7f) === 0x7f && (bytes[at + 2] & 0x80) !== 0) return at / 4
  }
  return -1
}

const damaged = 'The file is damaged or was edited; export the model again.'

const issue = (path: string, message: string, node: string | null = null): Issue => ({
  severity: 'error',
  node,
  path,
  message: `${path}: ${message}`,
})
