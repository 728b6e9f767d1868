import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Issue } from '@shared/document/issue'
import { serialiseModel } from '@shared/document/serialise'
import type { HostInfo, RecentEntry } from '@shared/rpc/protocol'
import { sameTraining } from '@shared/document/trained'
import { useTableImportStore } from '../panels/data/tableImportStore'
import { useDocumentStore } from './documentStore'
import { useWorkspaceStore } from './workspaceStore'
import { useEngineStore } from './engineStore'
import { useSessionStore } from './sessionStore'
import { issuesOf } from './document/issues'
import { download, pickFile } from '../shells/browserFiles'
import type { PickedFile } from '../shells/browserFiles'
import { fileKind, fileName } from '../shells/fileKinds'
import type { FileKind } from '../shells/fileKinds'
import { t } from '../strings/t'

export type FileContent = string | Uint8Array<ArrayBuffer>

/**
 * Open, save, import and export, the same in both shells: Electron's dialogs through the host where it has them, the
 * page's own chooser and downloads where not. Whatever fails is said in a notice, and nothing is lost by it.
 */
export const useFileStore = defineStore('files', () => {
  const store = useDocumentStore()
  const workspace = useWorkspaceStore()
  const engine = useEngineStore()
  const session = useSessionStore()
  const tables = useTableImportStore()

  const host = shallowRef<HostInfo | null>(null)
  const recents = shallowRef<readonly RecentEntry[]>([])
  const examples = shallowRef<readonly { readonly name: string; readonly text: string }[]>([])

  function complain(what: string, issues: readonly Issue[]): void {
    if (issues.length === 0) return
    const [first, ...others] = issues.map((issue) => issue.message)
    engine.notice = { kind: 'error', text: `${what}: ${first}`, issues: [], details: others }
  }

  /** Does something that may fail, and says so under the name of the deed. */
  async function attempt(what: string, deed: () => Promise<readonly Issue[]>): Promise<boolean> {
    let issues: readonly Issue[]
    try {
      issues = await deed()
    } catch (error) {
      issues = issuesOf(error)
    }
    complain(what, issues)
    return issues.length === 0
  }

  async function takeFile({ name, bytes }: PickedFile): Promise<void> {
    const text = name.toLowerCase().endsWith('.json') ? new TextDecoder().decode(bytes) : ''
    const kind = fileKind(name, text)
    if (kind === null) {
      const message = t('shell.files.expected', { name })
      complain(t('shell.files.notOpened', { name }), [{ severity: 'error', node: null, path: '', message }])
    } else if (kind === 'data') {
      store.selectedNode = store.document.graph.nodes.find((node) => node.kind === 'data')?.id ?? null
      session.inspectorOver = true
      await tables.read(new File([new Uint8Array(bytes)], name))
    } else {
      const done = await attempt(t('shell.files.notOpened', { name }), () =>
        kind === 'model' ? workspace.openModel(text) : workspace.open(text),
      )
      if (done) session.announce(t('shell.files.opened', { name }))
    }
  }

  /** Asks for a file and opens it, whatever kind it turns out to be. */
  async function open(kind: FileKind): Promise<void> {
    await attempt(t('shell.files.nothingOpened'), async () => {
      const file = host.value?.dialogs ? await engine.host('openFile', { accept: kind }) : await pickFile(kind)
      if (file !== null) await takeFile(file)
      return []
    })
  }

  /** Answers the name under which the text was written, or null when the dialog was cancelled. */
  async function write(name: string, content: FileContent): Promise<string | null> {
    if (host.value?.dialogs) {
      return typeof content === 'string'
        ? engine.host('saveFile', { name, text: content })
        : engine.host('saveBytes', { name, bytes: content })
    }
    download(name, content)
    return name
  }

  async function save(): Promise<void> {
    await attempt(t('shell.files.notSaved'), async () => {
      const text = store.textToSave()
      const { document, tab } = store
      const name = await write(fileName(document.name, 'document'), text)
      if (name === null) return []
      if (store.document === document && store.tab === tab) store.markSaved(text)
      await engine.host('remember', { name: document.name || t('panels.untitled'), text })
      session.announce(t('shell.files.saved', { name }))
      return []
    })
  }

  async function exportModel(): Promise<void> {
    await attempt(t('shell.files.modelNotExported'), async () => {
      const { name, graph } = store.document
      const model = await engine.exportModel()
      const own = sameTraining(model.document, store.document) ? { name, graph } : { name }
      const written = await write(
        fileName(name, 'model'),
        serialiseModel({ ...model, document: { ...model.document, ...own } }),
      )
      if (written !== null) session.announce(t('shell.files.modelExported', { name: written }))
      return []
    })
  }

  /** Writes what `make` makes, a text or bytes, under a name of ours or the person's. */
  const exportFile = (name: string, make: () => FileContent | Promise<FileContent>): Promise<boolean> =>
    attempt(t('shell.files.notExported', { name }), async () => {
      const written = await write(name, await make())
      if (written !== null) session.announce(t('shell.files.exported', { name: written }))
      return []
    })

  const openRecent = (entry: RecentEntry): Promise<boolean> =>
    attempt(t('shell.files.notOpened', { name: entry.name }), async () =>
      workspace.open(await engine.host('openRecent', { id: entry.id })),
    )

  const openExample = (example: { readonly name: string; readonly text: string }): Promise<boolean> =>
    attempt(t('shell.files.notOpened', { name: example.name }), () => workspace.openExample(example.text))

  const createNew = (): Promise<boolean> =>
    attempt(t('shell.files.noNew'), async () => {
      await workspace.createNew()
      return []
    })

  async function refreshRecents(): Promise<void> {
    await attempt(t('shell.files.noRecents'), async () => {
      recents.value = await engine.host('recent', {})
      return []
    })
  }

  return {
    host,
    recents,
    examples,
    takeFile,
    open,
    save,
    exportModel,
    exportFile,
    openRecent,
    openExample,
    createNew,
    refreshRecents,
  }
})
