import { baseEntry, blockEntry } from '../../catalogue/registry'
import { allNodes } from '../chain'
import { setSetting } from '../edits/nodes'
import { failure, type Outcome } from '../issue'
import { withNodeDefaults } from '../defaults'
import type { BaseNode, BijectorNode, FlowDocument } from '../schema'
import type { AxisValue } from './plan'

/** What a path of a sweep names in a document. */
type Place =
  | { readonly kind: 'part'; readonly keys: readonly string[] }
  | { readonly kind: 'blocks'; readonly ids: readonly string[]; readonly key: string }

type Settled = BaseNode | BijectorNode
const isSettled = (node: { readonly kind: string }): node is Settled => node.kind === 'base' || node.kind === 'bijector'

const PARTS = ['training', 'objective', 'data']

function placeOf(document: FlowDocument, path: string): Outcome<Place> {
  const [head, ...rest] = path.split('.')
  const nothing = (what: string) => failure(`Axis "${path}": ${what}.`, path)
  if (head === 'blocks' || head === 'types') {
    const [name, key, ...more] = rest
    if (!name || !key || more.length > 0) return nothing(`expected ${head}.NAME.SETTING`)
    const nodes = allNodes(document).filter(isSettled)
    const named = nodes.filter(({ id, type }) => (head === 'blocks' ? id : type) === name)
    if (named.length === 0)
      return nothing(head === 'blocks' ? `no block is called "${name}"` : `the stack has no block of type "${name}"`)
    const lacking = named.find(({ kind, type }) => !settingsOf(kind, type).includes(key))
    if (lacking) return nothing(`"${lacking.id}" has no setting "${key}"; it has ${settingsOf(lacking.kind, lacking.type).join(', ') || 'none'}`) // prettier-ignore
    return { ok: true, value: { kind: 'blocks', ids: named.map(({ id }) => id), key } }
  }
  if (!PARTS.includes(head))
    return nothing('expected a path that begins with training, objective, data, blocks or types')
  const held = valueAt(document, [head, ...rest])
  if (held === undefined || (typeof held === 'object' && held !== null))
    return nothing('the document has no setting there')
  if (path === 'training.seed') return nothing('seeds are chosen apart')
  return { ok: true, value: { kind: 'part', keys: [head, ...rest] } }
}

const settingsOf = (kind: Settled['kind'], type: string): readonly string[] =>
  ((kind === 'base' ? baseEntry(type) : blockEntry(type))?.settings ?? []).map(({ key }) => key)

/** The value that a document has at a path; what is wrong with the path where there is none. */
export function readAt(document: FlowDocument, path: string): Outcome<AxisValue> {
  const place = placeOf(document, path)
  if (!place.ok) return place
  if (place.value.kind === 'part') return { ok: true, value: valueAt(document, place.value.keys) as AxisValue }
  const { ids, key } = place.value
  const node = allNodes(document)
    .filter(isSettled)
    .find(({ id }) => id === ids[0])!
  return { ok: true, value: withNodeDefaults(node).settings[key] as AxisValue }
}

/** The document with another value at a path. */
export function writeAt(document: FlowDocument, path: string, value: AxisValue): Outcome<FlowDocument> {
  const place = placeOf(document, path)
  if (!place.ok) return place
  if (place.value.kind === 'part')
    return { ok: true, value: replaced(document, place.value.keys, value) as FlowDocument }
  const { ids, key } = place.value
  return { ok: true, value: ids.reduce((next, id) => setSetting(next, id, key, value), document) }
}

function valueAt(from: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (held, key) =>
      typeof held === 'object' && held !== null && !Array.isArray(held) && Object.hasOwn(held, key)
        ? (held as Record<string, unknown>)[key]
        : undefined,
    from,
  )
}

const replaced = (from: unknown, [key, ...rest]: readonly string[], value: AxisValue): unknown =>
  key === undefined
    ? value
    : { ...(from as object), [key]: replaced((from as Record<string, unknown>)[key], rest, value) }
