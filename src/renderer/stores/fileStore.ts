import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Issue } from '@shared/document/issue'
import { serialiseModel } from '@shared/document/serialise'
import type { HostInfo, RecentEntry } from '@shared/rpc/protocol'
import { sameTraining } from '@shared/document/trained'
import { useTableImportStore } from '../panels/data/tableImportStore'
import { useDocumentStore } from './documentStore'
import { useCurrent } from './current'
import { useWorkspaceStore } from './workspaceStore'
import { useEngineStore } from './engineStore'
import { useSessionStore } from './sessionStore'
import { t } from '../strings/t'
import { issuesOf } from './document/issues'
import { download, pickFile } from '../shells/browserFiles'
import type { PickedFile } from '../shells/browserFiles'
import { fileKind, fileName, isPicture } from '../shells/fileKinds'
import { documentInPng, documentInSvg } from '../shells/inPicture'
import type { FileChoice } from '../shells/fileKinds'

export type FileContent = string | Uint8Array<ArrayBuffer>

export interface Example {
  readonly file: string
  readonly name: string
  readonly text: string
}

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
  const { untilCurrent } = useCurrent()

  const host = shallowRef<HostInfo | null>(null)
  const recents = shallowRef<readonly RecentEntry[]>([])
  /** By the document's name; `file` is what the gallery knows it by. */
  const examples = shallowRef<readonly Example[]>([])

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
    if (isPicture(name)) {
      await takePicture(name, bytes)
      return
    }
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

  /** Opens the document that a picture has in it. */
  async function takePicture(name: string, bytes: Uint8Array): Promise<void> {
    const text = /\.svg$/i.test(name) ? documentInSvg(new TextDecoder().decode(bytes)) : documentInPng(bytes)
    if (text === null) {
      const issue = { severity: 'error', node: null, path: '', message: t('shell.files.noFlowInPicture') } as const
      complain(t('shell.files.notOpened', { name }), [issue])
      return
    }
    if (await attempt(t('shell.files.notOpened', { name }), () => workspace.open(text)))
      session.announce(t('shell.files.opened', { name }))
  }

  /** Opens what the system handed to the app, one after the other: each has a tab of its own. */
  const takeHanded = (): Promise<boolean> =>
    attempt(t('shell.files.handedNotOpened'), async () => {
      for (const file of await engine.host('takeHanded', {})) {
        if (!('problem' in file)) await takeFile(file)
        else
          await attempt(t('shell.files.notOpened', { name: file.name }), () => Promise.reject(new Error(file.problem)))
      }
      return []
    })

  /** Asks for a file; null when none was chosen. */
  const pick = (kind: FileChoice): Promise<PickedFile | null> =>
    host.value?.dialogs ? engine.host('openFile', { accept: kind }) : pickFile(kind)

  /** Asks for a file and opens it, whatever kind it turns out to be. */
  async function open(kind: FileChoice): Promise<void> {
    await attempt(t('shell.files.nothingOpened'), async () => {
      const file = await pick(kind)
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
      session.announceWritten(t('shell.files.saved', { name }))
      return []
    })
  }

  async function exportModel(): Promise<void> {
    await attempt(t('shell.files.modelNotExported'), async () => {
      await untilCurrent()
      const { name, graph, notes, frames } = store.document
      const model = await engine.exportModel()
      const noted = { ...(notes && { notes }), ...(frames && { frames }) }
      const own = sameTraining(model.document, store.document) ? { name, graph, ...noted } : { name }
      const written = await write(
        fileName(name, 'model'),
        serialiseModel({ ...model, document: { ...model.document, ...own } }),
      )
      if (written !== null) session.announceWritten(t('shell.files.modelExported', { name: written }))
      return []
    })
  }

  /** Writes what `make` makes, a text or bytes, under a name of ours or the person's. */
  const exportFile = (name: string, make: () => FileContent | Promise<FileContent>): Promise<boolean> =>
    attempt(t('shell.files.notExported', { name }), async () => {
      const written = await write(name, await make())
      if (written !== null) session.announceWritten(t('shell.files.exported', { name: written }))
      return []
    })

  const openRecent = (entry: RecentEntry): Promise<boolean> =>
    attempt(t('shell.files.notOpened', { name: entry.name }), async () =>
      workspace.open(await engine.host('openRecent', { id: entry.id })),
    )

  /** Opens the file of a recent document whose kept copy is gone, in whose place it comes. */
  const locate = (entry: RecentEntry): Promise<boolean> =>
    attempt(t('shell.files.notFound', { name: entry.name }), async () => {
      const file = await pick('document')
      if (file === null) return []
      const issues = await workspace.open(new TextDecoder().decode(file.bytes))
      if (issues.length > 0) return issues
      recents.value = await engine.host('forgetRecent', { id: entry.id })
      const newest = recents.value.find(({ pinned }) => !pinned)
      if (entry.pinned && newest) recents.value = await engine.host('pinRecent', { id: newest.id, pinned: true })
      return []
    })

  const pinRecent = ({ id, name }: RecentEntry, pinned: boolean): Promise<boolean> =>
    attempt(t('shell.files.notPinned', { name }), async () => {
      recents.value = await engine.host('pinRecent', { id, pinned })
      return []
    })

  const forgetRecent = ({ id, name }: RecentEntry): Promise<boolean> =>
    attempt(t('shell.files.notRemoved', { name }), async () => {
      recents.value = await engine.host('forgetRecent', { id })
      return []
    })

  const clearRecents = (): Promise<boolean> =>
    attempt(t('shell.files.notCleared'), async () => {
      recents.value = await engine.host('clearRecent', {})
      return []
    })

  const openExample = (example: Example): Promise<boolean> =>
    attempt(t('shell.files.notOpened', { name: example.name }), () => workspace.openExample(example.text))

  /** Opens an example with what it has learnt, in a tab of its own. */
  const openTrained = ({ file, name }: Omit<Example, 'text'>): Promise<boolean> =>
    attempt(t('shell.files.notOpened', { name }), async () =>
      workspace.openModel(await engine.host('galleryModel', { file })),
    )

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
    attempt,
    pick,
    takeFile,
    takeHanded,
    open,
    save,
    exportModel,
    exportFile,
    openRecent,
    locate,
    pinRecent,
    forgetRecent,
    clearRecents,
    openExample,
    openTrained,
    createNew,
    refreshRecents,
  }
})
