import { recipeNamed } from '@shared/catalogue/recipes'
import { blockEntry } from '@shared/catalogue/registry'
import { blocksInOrder } from '@shared/document/chain'
import { newBlockAt } from '@shared/document/create'
import { insertBlock, moveBlock, removeBlock } from '@shared/document/edits'
import { insertRecipe as withRecipe } from '@shared/document/recipe'
import { useDocumentStore } from '../stores/documentStore'
import { useSessionStore } from '../stores/sessionStore'

/**
 * Everything a hand can do to the stack, as commands with a name for undo and a sentence for screen readers. Mouse, keys,
 * palette and list all come here. Indices count from 0 at the base.
 */
export function useStackCommands() {
  const store = useDocumentStore()
  const session = useSessionStore()

  const blocks = () => blocksInOrder(store.document)
  const labelOf = (type: string) => blockEntry(type)?.label ?? type
  const place = (index: number) => `block ${String(index + 1)} of ${String(blocks().length)}`

  /** Puts a fresh block into the stack and selects it. */
  function insert(type: string, index: number): void {
    const label = labelOf(type)
    const block = newBlockAt(store.document, type, index)
    store.edit(`Insert ${label}`, (document) => insertBlock(document, block, index))
    store.selectedNode = block.id
    session.announce(`${label} inserted as ${place(index)}.`)
  }

  /** Puts all blocks of a recipe into the stack, as one edit, and selects the first. */
  function insertRecipe(name: string, index: number): void {
    const recipe = recipeNamed(name)
    if (!recipe) throw new Error(`internal: no recipe "${name}"`)
    const { document, first } = withRecipe(store.document, recipe, index)
    store.edit(`Insert ${recipe.label}`, () => document)
    store.selectedNode = first
    session.announce(`${recipe.label} inserted: ${String(recipe.blocks.length)} blocks from ${place(index)}.`)
  }

  /** Next to the selected block on the side of the data; at the data's end when no block is selected. */
  function nextPlace(): number {
    const selected = blocks().findIndex((block) => block.id === store.selectedNode)
    return selected < 0 ? blocks().length : selected + 1
  }

  const append = (type: string): void => {
    insert(type, nextPlace())
  }

  const appendRecipe = (name: string): void => {
    insertRecipe(name, nextPlace())
  }

  function remove(id: string): void {
    const before = blocks()
    const index = before.findIndex((block) => block.id === id)
    if (index < 0) return
    const label = labelOf(before[index].type)
    store.edit(`Remove ${label}`, (document) => removeBlock(document, id))
    store.selectedNode = (blocks()[index] ?? blocks()[index - 1] ?? null)?.id ?? null
    session.announce(`${label} removed; its neighbours are joined.`)
  }

  function move(id: string, index: number): void {
    const from = blocks().findIndex((block) => block.id === id)
    const to = Math.min(blocks().length - 1, Math.max(0, index))
    if (from < 0 || from === to) return
    const label = labelOf(blocks()[from].type)
    store.edit(`Move ${label}`, (document) => moveBlock(document, id, to))
    session.announce(`${label} moved to ${place(to)}.`)
  }

  /** Moves a block one place: +1 towards the data, −1 towards the base. */
  function shift(id: string, by: 1 | -1): void {
    move(id, blocks().findIndex((block) => block.id === id) + by)
  }

  /** Selects the neighbour of the selected node: +1 towards the data, −1 towards the base. Answers its id. */
  function selectNext(by: 1 | -1): string | null {
    const find = (kind: 'base' | 'data') => store.document.graph.nodes.find((node) => node.kind === kind)?.id
    const ids = [find('base'), ...blocks().map((block) => block.id), find('data')].filter((id) => id !== undefined)
    const at = ids.indexOf(store.selectedNode ?? '')
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))
    store.selectedNode = ids[next] ?? null
    return store.selectedNode
  }

  return { insert, append, insertRecipe, appendRecipe, remove, move, shift, selectNext }
}
