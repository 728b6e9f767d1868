import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { GroupNode } from '@shared/document/schema'
import type { KeptBlock } from '@shared/rpc/protocol'
import { useEngineStore } from './engineStore'
import { notice } from './run/notice'
import { useSessionStore } from './sessionStore'

/** What the name dialog is open for: a block to be saved, or one that gets another name. */
export type Naming =
  { readonly for: 'save'; readonly group: GroupNode } | { readonly for: 'rename'; readonly id: string }

/** Blocks of a person's own: groups that the host keeps from document to document. */
export const useSavedBlockStore = defineStore('savedBlocks', () => {
  const engine = useEngineStore()
  const session = useSessionStore()

  const blocks = shallowRef<readonly KeptBlock[]>([])
  const naming = shallowRef<Naming | null>(null)

  /** Takes what the host then has; what fails is said, and changes nothing. */
  async function attempt(what: string, deed: () => Promise<readonly KeptBlock[]>): Promise<boolean> {
    try {
      blocks.value = await deed()
      return true
    } catch (error) {
      engine.notice = notice('error', `${what}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  }

  const refresh = (): Promise<boolean> => attempt('Your own blocks cannot be listed', () => engine.host('blocks', {}))

  async function keep(name: string, group: GroupNode): Promise<void> {
    const done = await attempt(`“${name}” was not saved`, () => engine.host('keepBlock', { name, group }))
    if (!done) return
    session.showGroup('own')
    session.announce(`${name} saved among your blocks.`)
  }

  async function rename(id: string, name: string): Promise<void> {
    const done = await attempt('The block was not renamed', () => engine.host('renameBlock', { id, name }))
    if (done) session.announce(`Renamed to ${name}.`)
  }

  async function forget(id: string): Promise<void> {
    const name = blocks.value.find((block) => block.id === id)?.name ?? 'The block'
    const done = await attempt(`“${name}” was not deleted`, () => engine.host('forgetBlock', { id }))
    if (done) session.announce(`${name} deleted from your blocks.`)
  }

  return { blocks, naming, refresh, keep, rename, forget }
})
