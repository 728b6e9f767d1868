import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { GroupNode } from '@shared/document/schema'
import type { KeptBlock } from '@shared/rpc/protocol'
import { useEngineStore } from './engineStore'
import { notice } from './run/notice'
import { useSessionStore } from './sessionStore'
import { t } from '../strings/t'
import { wordsOf } from '../strings/said'

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
      engine.notice = notice('error', `${what}: ${wordsOf(error)}`)
      return false
    }
  }

  const refresh = (): Promise<boolean> => attempt(t('shell.blocks.notListed'), () => engine.host('blocks', {}))

  async function keep(name: string, group: GroupNode): Promise<void> {
    const done = await attempt(t('shell.blocks.notSaved', { name }), () => engine.host('keepBlock', { name, group }))
    if (!done) return
    session.showGroup('own')
    session.announce(t('shell.blocks.saved', { name }))
  }

  async function rename(id: string, name: string): Promise<void> {
    const done = await attempt(t('shell.blocks.notRenamed'), () => engine.host('renameBlock', { id, name }))
    if (done) session.announce(t('shell.blocks.renamed', { name }))
  }

  async function forget(id: string): Promise<void> {
    const name = blocks.value.find((block) => block.id === id)?.name ?? t('shell.blocks.theBlock')
    const done = await attempt(t('shell.blocks.notDeleted', { name }), () => engine.host('forgetBlock', { id }))
    if (done) session.announce(t('shell.blocks.deleted', { name }))
  }

  return { blocks, naming, refresh, keep, rename, forget }
})
