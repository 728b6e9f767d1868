import { baseEntry, blockEntry } from '../catalogue/registry'
import type { Setting } from '../catalogue/types'
import { flowPlaces } from './chain'
import { withDefaults } from './defaults'
import { diffDocuments, type DocumentDiff } from './diff'
import { grouped } from './grouped'
import { leafChanges, type LeafChange } from './leafChanges'
import type { FlowDocument, GraphNode, GroupNode } from './schema'

/** A longer text is not written out. */
const LONGEST = 32

/** Keys that say nothing beside those around them. */
const silent = new Set(['training', 'optimizer', 'settings', 'source', 'type'])

/** What the panel calls what the file names otherwise, and the unit that it has there. */
const named: Readonly<Record<string, { readonly label: string; readonly percent?: true } | undefined>> = {
  'data.source.samples': { label: 'rows drawn' },
  'data.source.fresh': { label: 'fresh rows each batch' },
  'data.split.validation': { label: 'validation rows', percent: true },
  'data.split.test': { label: 'test rows', percent: true },
  'data.standardise': { label: 'standardise columns' },
  'data.split.by': { label: 'which rows are held out' },
  'data.omit': { label: 'columns left out' },
  'data.missing': { label: 'rows that lack a number' },
  'data.duplicates': { label: 'equal rows' },
  'data.transforms': { label: 'transforms' },
}

/** One thing that was changed. */
export interface Change {
  /** What it was changed of: "3 Planar", "Step", "Stack", "Training". */
  readonly part: string
  /** What was done there: "width 64 → 32". */
  readonly words: string
  /** Both in a phrase: "3 Planar: width 64 → 32". */
  readonly phrase: string
}

/**
 * What was changed from one document to another as far as it trains another flow, one phrase for each thing: "learning
 * rate 0.001 → 0.003", "added Planar". Neither the name nor the seed counts, nor do notes and frames: a run may have a seed of its own.
 */
export const changeWords = (before: FlowDocument, after: FlowDocument): readonly string[] =>
  changesOf(before, after).map(({ phrase }) => phrase)

/** The same, each with what it was changed of. */
export function changesOf(before: FlowDocument, after: FlowDocument): readonly Change[] {
  const [from, to] = [withDefaults(before), withDefaults(after)]
  const diff = diffDocuments(from, to)
  return [...stackChanges(diff, to), ...partChanges(diff)]
}

/** Of a part that the phrase has to name. */
const within = (part: string, words: string): Change => ({ part, words, phrase: `${part}: ${words}` })

/** Of a part that the words are clear without. */
const plainly = (part: string, words: string): Change => ({ part, words, phrase: words })

/** Of the graph: blocks that came, went, moved or have other settings. */
function stackChanges({ added, removed, updated }: DocumentDiff, after: FlowDocument): readonly Change[] {
  const [came, went] = [nodesOf(added), nodesOf(removed)]
  const changed = Object.entries(updated).flatMap(([key, [from, to]]) =>
    isNodeKey(key) ? nodeChanges(from as GraphNode, to as GraphNode, after) : [],
  )
  const counted = (verb: string, nodes: readonly GraphNode[]) =>
    nodes.length > 0 ? [plainly('Stack', `${verb} ${listed(nodes)}`)] : []
  const moved = came.length === 0 && went.length === 0 && [added, removed].some(hasEdge)
  return [
    ...counted('added', came),
    ...counted('removed', went),
    ...changed,
    ...(moved ? [plainly('Stack', 'blocks moved')] : []),
  ]
}

function nodeChanges(from: GraphNode, to: GraphNode, after: FlowDocument): readonly Change[] {
  if (from.kind === 'group' && to.kind === 'group') return groupChanges(from, to, after)
  if (isPlain(from) && isPlain(to)) return blockChanges(from, to, after)
  return []
}

type Block = Extract<GraphNode, { type: string }>
const isPlain = (node: GraphNode): node is Block => 'type' in node

/** Of a group: its own, the blocks that came into it and went, and those that are others now. */
function groupChanges(from: GroupNode, to: GroupNode, after: FlowDocument): readonly Change[] {
  const rest = (group: GroupNode) => ({ ...group, ...notAside, nodes: null })
  const own = leafChanges(rest(from), rest(to)).map((leaf) => within(to.label, leafWords(leaf)))
  const without = (nodes: GroupNode['nodes'], others: GroupNode['nodes']) =>
    nodes.filter(({ id }) => !others.some((other) => other.id === id))
  const [came, went] = [without(to.nodes, from.nodes), without(from.nodes, to.nodes)]
  const stayed = to.nodes.flatMap((node) => {
    const before = from.nodes.find(({ id }) => id === node.id)
    return before ? blockChanges(before, node, after) : []
  })
  const said = (verb: string, nodes: readonly GraphNode[]) =>
    nodes.length > 0 ? [within(to.label, `${verb} ${listed(nodes)}`)] : []
  return [...asideChanges(from, to, to.label), ...own, ...said('added', came), ...said('removed', went), ...stayed]
}

/** What `asideChanges` tells. */
const notAside = { bypassed: null, frozen: null }

/** "bypassed 2 Planar", "froze Step". */
function asideChanges(from: Block | GroupNode, to: Block | GroupNode, name: string): readonly Change[] {
  const has = (node: Block | GroupNode, key: 'bypassed' | 'frozen') => key in node && node[key as never] === true
  const said = (key: 'bypassed' | 'frozen', on: string, off: string): readonly Change[] => {
    const words = has(to, key) ? on : off
    return has(from, key) === has(to, key) ? [] : [{ part: name, words, phrase: `${words} ${name}` }]
  }
  return [...said('bypassed', 'bypassed', 'switched on'), ...said('frozen', 'froze', 'unfroze')]
}

function blockChanges(from: Block, to: Block, after: FlowDocument): readonly Change[] {
  const place = flowPlaces(after).findIndex(({ block }) => block.id === to.id) + 1
  const name = place > 0 ? `${place} ${labelOf(to)}` : labelOf(to)
  const turn = `${labelOf(from)} → ${labelOf(to)}`
  if (from.type !== to.type)
    return [{ part: place > 0 ? name : 'Base', words: turn, phrase: `${place > 0 ? place : 'base'} ${turn}` }]
  const settings: readonly Setting[] = (to.kind === 'base' ? baseEntry(to.type) : blockEntry(to.type))?.settings ?? []
  const said = leafChanges(from.settings, to.settings).map(({ path: [key], from: old, to: now }) => {
    const setting = settings.find((one) => one.key === key)
    const label = (setting?.label ?? spelledOut(key)).toLowerCase()
    return within(name, `${label} ${arrow(settingWord(setting, old), settingWord(setting, now))}`)
  })
  const rest = (block: Block) => ({ ...block, ...notAside, settings: null })
  const turned = leafChanges(rest(from), rest(to)).map((leaf) => within(name, leafWords(leaf)))
  return [...asideChanges(from, to, name), ...said, ...turned]
}

/** Of all that is outside the graph. */
function partChanges({ added, removed, updated }: DocumentDiff): readonly Change[] {
  const outside = (key: string) =>
    !isNodeKey(key) && !isEdgeKey(key) && !key.startsWith('order/') && !untrained.has(key)
  const changes = [
    ...Object.entries(updated).flatMap(([key, [from, to]]) => leafChanges(from, to, [key])),
    ...Object.entries(added).map(([key, to]) => ({ path: [key], from: undefined, to })),
    ...Object.entries(removed).map(([key, from]) => ({ path: [key], from, to: undefined })),
  ].filter(({ path: [part] }) => outside(part))
  const otherData = changes.find(({ path }) =>
    ['data.source.kind', 'data.source.name', 'data.source.path'].includes(path.join('.')),
  )
  const ofSource = ({ path }: LeafChange) => path[0] === 'data' && path[1] === 'source'
  const data = updated.data as readonly FlowDocument['data'][] | undefined
  return [
    ...(otherData && data ? [plainly('Data', `data ${arrow(sourceName(data[0]), sourceName(data[1]))}`)] : []),
    ...changes
      .filter((leaf) => !(otherData && ofSource(leaf)) && leaf.path.join('.') !== 'training.seed')
      .map((leaf) => plainly(capital(spelledOut(leaf.path[0])), leafWords(leaf))),
  ]
}

/** Parts that train nothing. */
const untrained = new Set(['name', 'notes', 'frames'])

const isNodeKey = (key: string): boolean => key.startsWith('node/')
const isEdgeKey = (key: string): boolean => key.startsWith('edge/')
const hasEdge = (records: DocumentDiff['added']): boolean => Object.keys(records).some(isEdgeKey)

const nodesOf = (records: DocumentDiff['added']): readonly GraphNode[] =>
  Object.entries(records).flatMap(([key, record]) => (isNodeKey(key) ? [record as GraphNode] : []))

/** "Planar, 2 × Affine coupling". */
export function listed(nodes: readonly GraphNode[]): string {
  const labels = nodes.map(labelOf)
  return [...new Set(labels)]
    .map((label) => {
      const count = labels.filter((other) => other === label).length
      return count > 1 ? `${count} × ${label}` : label
    })
    .join(', ')
}

/** How a node is called. */
export function labelOf(node: GraphNode): string {
  if (node.kind === 'data') return 'data'
  if (node.kind === 'group') return node.label
  return (node.kind === 'base' ? baseEntry(node.type) : blockEntry(node.type))?.label ?? node.type
}

const sourceName = ({ source }: FlowDocument['data']): string => ('name' in source ? source.name : source.path)

const leafWords = ({ path, from, to }: LeafChange): string =>
  `${leafName(path)} ${arrow(leafWord(path, from), leafWord(path, to))}`

/** How a part's setting is called: "learning rate". */
export function leafName(path: readonly string[]): string {
  const known = named[path.join('.')]
  if (known) return known.label
  const telling = path.filter((key) => !silent.has(key))
  const name = telling.length > 0 ? telling : path.filter((key) => key !== 'type').slice(-1)
  return name.map(spelledOut).join(' ')
}

/** Its value in a word; null of what cannot be written in one. A generator or target has a default for what is not set. */
export function leafWord(path: readonly string[], value: unknown): string | null {
  if (value === undefined && path.join('.').startsWith('data.source.settings.')) return 'default'
  const percent = named[path.join('.')]?.percent === true && typeof value === 'number'
  return percent ? `${wordOf(Number((100 * value).toPrecision(6)))} %` : wordOf(value)
}

export const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

/** "learningRate" → "learning rate". */
export const spelledOut = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** "2 → 3"; what cannot be written in a word has only changed. */
const arrow = (from: string | null, to: string | null): string =>
  from === null || to === null ? 'changed' : `${from} → ${to}`

export function settingWord(setting: Setting | undefined, value: unknown): string | null {
  const option = setting?.kind === 'choice' && setting.options.find((one) => one.value === value)
  return option ? option.label.toLowerCase() : wordOf(value)
}

function wordOf(value: unknown): string | null {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return grouped(String(value)).replaceAll('-', '−')
  return typeof value === 'string' && value.length <= LONGEST ? value : null
}
