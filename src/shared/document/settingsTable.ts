import { baseEntry, blockEntry } from '../catalogue/registry'
import { capital, labelOf, leafName, leafWord, listed, settingWord, spelledOut } from './changeWords'
import { blocksInOrder, flowPlaces, isBase } from './chain'
import { withDefaults } from './defaults'
import { equal } from './equal'
import type { BaseNode, BijectorNode, FlowDocument } from './schema'

/** A setting in which documents differ. */
export interface SettingRow {
  /** What it is of: "3 Planar", "Training". */
  readonly part: string
  readonly name: string
  /** Its value in each document; null where it has none, or none that a word can hold. */
  readonly words: readonly (string | null)[]
}

interface Leaf extends Pick<SettingRow, 'part' | 'name'> {
  readonly value: unknown
  readonly word: string | null
}

/** All settings in which documents differ, a row each, the stack before all else. */
export function settingsTable(documents: readonly FlowDocument[]): readonly SettingRow[] {
  const stacks = documents.map((document) => blocksInOrder(document).map(({ type }) => type))
  const sameStack = stacks.every((stack) => equal(stack, stacks[0]))
  const stack: SettingRow = { part: 'Stack', name: 'blocks', words: documents.map((one) => listed(blocksInOrder(one))) }
  const leaves = documents.map((document) => leavesOf(withDefaults(document)))
  const keys = [...new Set(leaves.flatMap((of) => [...of.keys()]))]
  const differing = keys.flatMap((key): readonly SettingRow[] => {
    const found = leaves.map((of) => of.get(key))
    const known = found.find((leaf) => leaf !== undefined)!
    if (found.every((leaf) => leaf !== undefined && equal(leaf.value, known.value))) return []
    return [{ part: known.part, name: known.name, words: found.map((leaf) => leaf?.word ?? null) }]
  })
  return sameStack ? differing : [stack, ...differing]
}

function leavesOf(document: FlowDocument): ReadonlyMap<string, Leaf> {
  const { graph, objective, data, training } = document
  const places = flowPlaces(document)
  const base = graph.nodes.find(isBase)
  const nodes = [...(base ? [ofNode(base, 'Base')] : []), ...places.map(({ block }, i) => ofNode(block, `${i + 1} ${labelOf(block)}`))] // prettier-ignore
  const parts = settingsIn({ objective, data, training }).map(({ path, value: to }): [string, Leaf] => [
    path.join('.'),
    { part: capital(spelledOut(path[0])), name: leafName(path), value: to, word: leafWord(path, to) },
  ])
  return new Map([...nodes.flat(), ...parts])
}

function ofNode(node: BaseNode | BijectorNode, part: string): readonly (readonly [string, Leaf])[] {
  const entry = node.kind === 'base' ? baseEntry(node.type) : blockEntry(node.type)
  const type: Leaf = { part, name: 'type', value: node.type, word: labelOf(node) }
  return [
    [`node/${node.id}`, type],
    ...Object.entries(node.settings).map(([key, value]): readonly [string, Leaf] => {
      const setting = entry?.settings.find((one) => one.key === key)
      const name = (setting?.label ?? spelledOut(key)).toLowerCase()
      return [`node/${node.id}/${key}`, { part, name, value, word: settingWord(setting, value) }]
    }),
  ]
}

/** What a JSON value holds, leaf by leaf, under the keys from the outside in; a list is one leaf. */
function settingsIn(
  value: unknown,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly value: unknown }[] {
  // prettier-ignore
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([key, inner]) => settingsIn(inner, [...path, key]))
}
