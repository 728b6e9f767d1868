import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Outcome } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import { parseDocument, parseModel } from '@shared/document/validate'
import { fileKind } from '../shells/fileKinds'
import { useEngineStore } from './engineStore'
import { useFileStore } from './fileStore'
import { useWorkspaceStore } from './workspaceStore'
import { t } from '../strings/t'

/** Something that the document on the screen can be held against. `id` is that of the version or tab, or the file's name. */
export interface Other {
  readonly kind: 'version' | 'tab' | 'file'
  readonly id: string
  readonly name: string
}

/** Documents to hold the one on the screen against: its own versions, the other tabs, and a file that was chosen for it. */
export const useCompareStore = defineStore('compare', () => {
  const engine = useEngineStore()
  const files = useFileStore()
  const workspace = useWorkspaceStore()

  /** The file that was chosen last, as long as the page is there. */
  const file = shallowRef<{ readonly name: string; readonly document: FlowDocument } | null>(null)
  /** What is to be shown first when the sheet opens; the newest version where nothing was asked for. */
  const wanted = shallowRef<Pick<Other, 'kind' | 'id'> | null>(null)

  /** All there is to choose from for the tab that is shown, in the order of the list. */
  async function others(): Promise<readonly Other[]> {
    const versions = await engine.host('versions', { tab: workspace.shown })
    return [
      ...versions.map(({ id, savedAt }): Other => ({ kind: 'version', id, name: timeWords(savedAt) })),
      ...workspace.tabs.filter(({ shown }) => !shown).map(({ id, name }): Other => ({ kind: 'tab', id, name })),
      ...(file.value ? [{ kind: 'file' as const, id: file.value.name, name: file.value.name }] : []),
    ]
  }

  /** Throws what is wrong with it, in words. */
  async function read({ kind, id }: Other): Promise<FlowDocument | null> {
    if (kind === 'tab') return workspace.stateOf(id)?.document ?? null
    if (kind === 'file') return file.value?.document ?? null
    return valueOf(parseDocument(await engine.host('readVersion', { tab: workspace.shown, version: id })))
  }

  /** Asks for a file to compare with; it is only read. Answers whether there is one. */
  async function chooseFile(): Promise<boolean> {
    const before = file.value
    await files.attempt(t('shell.files.notCompared'), async () => {
      const picked = await files.pick('document')
      if (picked === null) return []
      const text = new TextDecoder().decode(picked.bytes)
      const outcome: Outcome<FlowDocument> =
        fileKind(picked.name, text) === 'model' ? documentOf(text) : parseDocument(text)
      if (!outcome.ok) return outcome.issues
      file.value = { name: picked.name, document: outcome.value }
      wanted.value = { kind: 'file', id: picked.name }
      return []
    })
    return file.value !== before
  }

  return { file, wanted, others, read, chooseFile }
})

function documentOf(text: string): Outcome<FlowDocument> {
  const outcome = parseModel(text)
  return outcome.ok ? { ok: true, value: outcome.value.document } : outcome
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.issues[0].message)
  return outcome.value
}

const timeWords = (savedAt: string): string =>
  new Date(savedAt).toLocaleString([], { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) // prettier-ignore
