import { recipeNamed } from '@shared/catalogue/recipes'
import { blockEntry } from '@shared/catalogue/registry'
import { blocksInOrder, groupAround, nodesInOrder, nodeWithId, placedInOrder } from '@shared/document/chain'
import { newBlockAt } from '@shared/document/create'
import { carried, duplicateNode, insertBlock, moveBlock, removeBlock } from '@shared/document/edits'
import type { StackNode } from '@shared/document/expand'
import { insertRecipe as withRecipe } from '@shared/document/recipe'
import type { FlowDocument } from '@shared/document/schema'
import { useDocumentStore } from '../stores/documentStore'
import type { Subject } from '../stores/dragStore'
import { useFoldStore } from '../stores/foldStore'
import { useSessionStore } from '../stores/sessionStore'
import { useClipCommands } from './clipCommands'
import { useGroupCommands } from './groupCommands'
import type { Spot } from './layout'
import { counted, t } from '../strings/t'

/**
 * Everything a hand can do to the stack, as commands with a name for undo and a sentence for screen readers. Mouse, keys,
 * palette and list all come here. Indices count from 0 at the base.
 */
export function useStackCommands() {
  const store = useDocumentStore()
  const session = useSessionStore()
  const folds = useFoldStore()

  const stackNode = (id: string): StackNode | undefined => {
    const node = nodeWithId(store.document, id)
    return node?.kind === 'bijector' || node?.kind === 'group' ? node : undefined
  }
  const place = (id: string) => placeWords(store.document, id)

  const groups = useGroupCommands(nextIndex)
  const clips = useClipCommands({ nextSpot, nextIndex, words: wordsFor, remove })

  /** Puts a fresh block into the stack and selects it. */
  function insert(type: string, { index, into }: Spot): void {
    const label = labelOf(type)
    const block = newBlockAt(store.document, type, index, into)
    store.edit(t('editor.deeds.insert', { label }), (document) => insertBlock(document, block, index, into))
    store.select(block.id)
    session.announce(t('editor.said.insertedAs', { label, place: place(block.id) }))
  }

  /** Puts all blocks of a recipe into the stack, as one edit, and selects the first. */
  function insertRecipe(name: string, index: number): void {
    const recipe = recipeNamed(name)
    if (!recipe) throw new Error(`internal: no recipe "${name}"`)
    const { document, first } = withRecipe(store.document, recipe, index)
    store.edit(t('editor.deeds.insert', { label: recipe.label }), () => document)
    store.select(first)
    const { label, blocks } = recipe
    session.announce(counted('editor.said.recipe', blocks.length, { label, place: place(first) }))
  }

  /** Puts something new into the stack; what is made of several blocks into the chain. */
  function put(subject: Exclude<Subject, { readonly kind: 'block' }>, spot: Spot): void {
    if (subject.kind === 'new') insert(subject.type, spot)
    else if (subject.kind === 'recipe') insertRecipe(subject.name, spot.index)
    else groups.insertSaved(subject.id, spot.index)
  }

  /** Next to the selected block on the side of the data; at the data's end when no block is selected. */
  function nextSpot(): Spot {
    const id = store.selectedNode ?? ''
    const { index, into } = spotOf(store.document, id) ?? { index: nodesInOrder(store.document).length - 1, into: null }
    return { index: index + 1, into }
  }

  /** The same in the chain: behind the group that holds the selected block. */
  function nextIndex(): number {
    const group = groupAround(store.document, store.selectedNode)
    return group ? nodesInOrder(store.document).indexOf(group) + 1 : nextSpot().index
  }

  const append = (type: string): void => {
    insert(type, nextSpot())
  }

  const appendRecipe = (name: string): void => {
    insertRecipe(name, nextIndex())
  }

  /** Takes a block or a group out, and with it all that is selected along with it. */
  function remove(id: string, verb = t('editor.verbs.remove')): void {
    if (!stackNode(id)) return
    const ids = store.selectedNodes.includes(id) ? store.selectedNodes : [id]
    const order = tabOrder(store.document).filter((other) => stackNode(other))
    const after = order.slice(order.indexOf(ids[ids.length - 1]) + 1)
    const before = order.slice(0, order.indexOf(ids[0])).reverse()
    const label = wordsFor(ids.flatMap((one) => stackNode(one) ?? []))
    store.edit(t('editor.deeds.byVerb', { verb, label }), (document) => ids.reduce(removeRest, document))
    store.select([...after, ...before].find((other) => stackNode(other)) ?? null)
    session.announce(counted('editor.said.removed', ids.length, { label }))
  }

  /** Moves a block or a group, and with it all that is selected along with it. */
  function move(id: string, spot: Spot): void {
    const node = stackNode(id)
    if (!node) return
    if (store.selectedNodes.length > 1 && store.selectedNodes.includes(id)) {
      moveAll(id, spot)
      return
    }
    const label = nameOf(node)
    const before = store.document
    store.edit(t('editor.deeds.move', { label }), (document) => moveBlock(document, id, spot.index, spot.into))
    if (store.document !== before) session.announce(t('editor.said.moved', { label, place: place(id) }))
  }

  /** Brings all that is selected together at a spot, which is counted as without the one that the hand holds. */
  function moveAll(held: string, { index, into }: Spot): void {
    const ids = store.selectedNodes
    const nodes = ids.flatMap((one) => stackNode(one) ?? [])
    // groups cannot be in a group: with one among them all stand behind it
    const group = into !== null && nodes.some(({ kind }) => kind === 'group') ? into : null
    const spot = { index, into: group === null ? into : null }
    const siblings = siblingsAt(store.document, spot).filter((node) => node.id !== held)
    const end = group === null ? index : siblings.findIndex((node) => node.id === group) + 1
    const stays = (node: StackNode) =>
      !ids.includes(node.id) && !(node.kind === 'group' && node.nodes.every((inner) => ids.includes(inner.id)))
    const before = siblings.slice(0, end).filter(stays)
    const label = wordsFor(nodes)
    store.edit(t('editor.deeds.move', { label }), (document) =>
      carried(document, gather(document, ids, spot.into, before.at(-1)?.id), ids),
    )
    session.announce(t('editor.said.movedAll', { label, place: place(ids[0]) }))
  }

  /** Selects every block and group of the chain. */
  function selectAll(): void {
    store.selectAll(nodesInOrder(store.document).map(({ id }) => id))
    session.announce(counted('editor.said.selected', store.selectedNodes.length))
  }

  /** Selects what is not, and lets go of what is; of a group block by block when some of it is selected. */
  function invert(): void {
    const chosen = store.selectedNodes
    const all = nodesInOrder(store.document).flatMap((node): readonly StackNode[] =>
      node.kind === 'group' && node.nodes.some(({ id }) => chosen.includes(id)) ? node.nodes : [node],
    )
    store.selectAll(all.map(({ id }) => id).filter((id) => !chosen.includes(id)))
    session.announce(counted('editor.said.selected', store.selectedNodes.length))
  }

  /** Moves a block or group one place, into groups and out of them: +1 towards the data, −1 towards the base. */
  function shift(id: string, by: 1 | -1): void {
    if (store.selectedNodes.length > 1 && store.selectedNodes.includes(id)) shiftAll(store.selectedNodes, by)
    else {
      const spot = stackNode(id) && shifted(store.document, id, by)
      if (spot) move(id, spot)
    }
  }

  /** Moves nodes that stand side by side past their neighbour, by moving that to their other side. */
  function shiftAll(ids: readonly string[], by: 1 | -1): void {
    const [ahead, behind] = by > 0 ? [ids[ids.length - 1], ids[0]] : [ids[0], ids[ids.length - 1]]
    const [front, back] = [spotOf(store.document, ahead), spotOf(store.document, behind)]
    if (!front || !back) return
    if (front.into !== back.into || Math.abs(front.index - back.index) !== ids.length - 1) {
      session.announce(t('editor.said.apart'))
      return
    }
    const neighbour = siblingsAt(store.document, front)[front.index + by] as StackNode | undefined
    if (!neighbour) return
    const label = counted('panels.blocks', ids.length)
    store.edit(t('editor.deeds.move', { label }), (document) =>
      moveBlock(document, neighbour.id, back.index, back.into),
    )
    session.announce(t('editor.said.movedAll', { label, place: place(ids[0]) }))
  }

  /** Puts a copy beside a block or a group and selects it. */
  function duplicate(id: string): void {
    const node = stackNode(id)
    if (!node) return
    const copy = duplicateNode(store.document, id)
    store.edit(t('editor.deeds.duplicate', { label: nameOf(node) }), () => copy.document)
    store.select(copy.id)
    session.announce(t('editor.said.duplicatedAs', { label: nameOf(node), place: place(copy.id) }))
  }

  /** The same for all that is selected. */
  function duplicateSelected(): void {
    const [id, ...more] = store.selectedNodes
    if (id !== undefined && more.length === 0 && stackNode(id)) duplicate(id)
    else clips.duplicateAll()
  }

  /** Selects the neighbour of the selected node: +1 towards the data, −1 towards the base. Answers its id. */
  function selectNext(by: 1 | -1, more = false): string | null {
    const ids = tabOrder(store.document, folds.folded)
    const at = ids.indexOf(store.selectedNode ?? '')
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))]
    if (more && next !== undefined && stackNode(next)) store.selectTo(next)
    else if (!more) store.select(next ?? null)
    return store.selectedNode
  }

  return {
    insert,
    put,
    nextSpot,
    append,
    insertRecipe,
    appendRecipe,
    remove,
    move,
    shift,
    duplicate,
    duplicateSelected,
    selectNext,
    selectAll,
    invert,
    ...clips,
    ...groups,
  }
}

const labelOf = (type: string): string => blockEntry(type)?.label ?? type

/** How a block or a group is called. */
export const nameOf = (node: StackNode): string =>
  node.kind === 'group' ? node.label || t('editor.group') : labelOf(node.type)

const wordsFor = (nodes: readonly StackNode[]): string =>
  nodes.length === 1 ? nameOf(nodes[0]) : counted('panels.blocks', nodes.length)

/** "block 3 of 8", by the place of the first block that a node stands for. */
function placeWords(document: FlowDocument, id: string): string {
  const index = placedInOrder(document).findIndex(({ source, group }) => source.id === id || group?.id === id)
  return t('editor.place', { place: index + 1, all: blocksInOrder(document).length })
}

/** Where a block or group stands; null for other nodes. */
function spotOf(document: FlowDocument, id: string): Spot | null {
  const group = groupAround(document, id)
  const siblings: readonly StackNode[] = group?.nodes ?? nodesInOrder(document)
  const index = siblings.findIndex((node) => node.id === id)
  return index < 0 ? null : { index, into: group?.id ?? null }
}

/** What stands in the same group as a spot, or with it in the chain. */
const siblingsAt = (document: FlowDocument, { into }: Spot): readonly StackNode[] => {
  const node = nodeWithId(document, into)
  return node?.kind === 'group' ? node.nodes : nodesInOrder(document)
}

/** Where a node gets to by one step; null at the ends of the stack. */
function shifted(document: FlowDocument, id: string, by: 1 | -1): Spot | null {
  const spot = spotOf(document, id)
  const nodes = nodesInOrder(document)
  const group = groupAround(document, id)
  if (!spot) return null
  const index = spot.index + by
  if (group) {
    const out = nodes.indexOf(group) + (by > 0 ? 1 : 0)
    return index in group.nodes ? { index, into: group.id } : { index: out, into: null }
  }
  if (!(index in nodes)) return null
  const neighbour = nodes[index]
  const enters = neighbour.kind === 'group' && nodes[spot.index].kind === 'bijector'
  return enters ? { index: by > 0 ? 0 : neighbour.nodes.length, into: neighbour.id } : { index, into: null }
}

/** Takes a node out; a group may have gone with the last of its blocks already. */
const removeRest = (document: FlowDocument, id: string): FlowDocument =>
  nodeWithId(document, id) ? removeBlock(document, id) : document

/** Nodes one after another in the chain, or in the group `into`, behind `anchor` or at the start. */
function gather(document: FlowDocument, ids: readonly string[], into: string | null, anchor?: string): FlowDocument {
  const [next] = ids.reduce<readonly [FlowDocument, string | undefined]>(
    ([before, behind], id) => {
      const others = siblingsAt(before, { index: 0, into }).filter((node) => node.id !== id)
      const at = others.findIndex((node) => node.id === behind) + 1
      return [moveBlock(before, id, at, into), id]
    },
    [document, anchor],
  )
  return next
}

/** Every node in the order in which arrow keys meet it on the way from z to x; a group comes after its blocks, which a folded one hides. */
function tabOrder(document: FlowDocument, folded: ReadonlySet<string> = new Set()): readonly string[] {
  const find = (kind: 'base' | 'data') => document.graph.nodes.filter((node) => node.kind === kind).slice(0, 1)
  const stack = nodesInOrder(document).flatMap((node) =>
    node.kind === 'group' && !folded.has(node.id) ? [...node.nodes, node] : [node],
  )
  return [...find('base'), ...stack, ...find('data')].map(({ id }) => id)
}
