import { decodeBase64 } from '../base64'
import { blocksInOrder } from '../chain'
import type { Issue } from '../issue'
import type { ModelFile, ModelParameter, Preprocessing } from '../model'

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
    { path: 'data.names', length: names.length, expected: dims },
    ...preprocessing.flatMap(({ type, ...fields }, index) =>
      Object.entries(fields).map(([key, values]: [string, readonly unknown[]]) => ({
        path: `data.preprocessing[${index}].${key}`,
        length: values.length,
        expected: type === 'whiten' && key === 'lower' ? (dims * (dims + 1)) / 2 : dims,
      })),
    ),
  ]
  const wrong = sized.filter(({ length, expected }) => length !== expected)
  return [
    ...wrong.map(({ path, length, expected }) =>
      issue(path, `has ${length} entries, expected ${expected} (data.dims ${dims}). ${damaged}`),
    ),
    ...(wrong.length > 0 ? [] : preprocessing.flatMap(checkRange)),
  ]
}

/** Whether a step is a map with an inverse. */
function checkRange(step: Preprocessing, index: number): readonly Issue[] {
  const path = `data.preprocessing[${index}]`
  if (step.type === 'logit') {
    const d = step.lower.findIndex((lower, at) => {
      const upper = step.upper[at]
      return lower === null || upper === null ? lower !== upper : !(lower < upper)
    })
    return d < 0 ? [] : [issue(path, `column ${d + 1} has no range from lower up to upper. ${damaged}`)]
  }
  if (step.type === 'whiten') {
    const d = step.mean.findIndex((_, at) => !(step.lower[(at * (at + 3)) / 2] > 0))
    return d < 0 ? [] : [issue(`${path}.lower`, `row ${d + 1} ends in no number above 0. ${damaged}`)]
  }
  return []
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
