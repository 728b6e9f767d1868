import { RpcFailure } from '@shared/rpc/failure'
import {
  PROTOCOL_VERSION,
  type HandedFile,
  type HostEvent,
  type HostInfo,
  type HostMethod,
  type HostParams,
  type HostResults,
  type OpenedFile,
  type RunDeeds,
} from '@shared/rpc/protocol'
import type { HostHandler } from '@shared/rpc/server'
import type { Blocks } from './blocks'
import { readExamples } from './examples'
import { createGallery } from './gallery'
import type { Recents } from './recents'
import type { Sealed } from './sealed'
import type { Workspace } from './workspace/workspace'

/** File dialogs of a shell that has them. Both answer null when the person cancels. */
export interface Dialogs {
  open(accept: HostParams['openFile']['accept']): Promise<OpenedFile | null>
  /** Answers the name that the file was written under. */
  save(name: string, content: string | Uint8Array): Promise<string | null>
}

export interface HostServiceOptions {
  readonly shell: HostInfo['shell']
  readonly version: string
  readonly resources: string
  /** The work as it was kept before there were tabs; nothing is written there any more. */
  readonly former: Pick<Sealed, 'recover'>
  readonly workspace: Workspace
  readonly recents: Recents
  readonly blocks: Blocks
  /** Of the library, the queue and sweeps. */
  readonly runs: RunDeeds
  /** Null in the web shell: the page reads and downloads files itself. */
  readonly dialogs: Dialogs | null
  /** What the system hands to a shell that it starts: on its command line, or by an event. */
  readonly handed: { take(): Promise<readonly HandedFile[]> } | null
  /** Says something to all pages. */
  tell(event: HostEvent): void
  /** Null where a page may not end the engine, which is everywhere but in tests. */
  readonly crashEngine: (() => void) | null
}

type Deeds = { readonly [M in HostMethod]: (params: HostParams[M]) => Promise<HostResults[M]> }

/** Answers the calls that need a disk or a window. */
export function createHostService(options: HostServiceOptions): HostHandler {
  const { shell, version, resources, former, workspace, tell, recents, blocks, runs, dialogs, handed, crashEngine } =
    options

  const gallery = createGallery(resources)
  const deeds: Deeds = {
    hello: ({ protocol }) => {
      if (protocol !== PROTOCOL_VERSION) {
        const words = `This page speaks protocol ${protocol}, the app speaks ${PROTOCOL_VERSION}. Reload the page.`
        return Promise.reject(new RpcFailure(words))
      }
      return Promise.resolve({ shell, version, protocol: PROTOCOL_VERSION, dialogs: dialogs !== null })
    },
    claimWorkspace: async ({ page }) => {
      const { tabs, before } = await workspace.claim(page)
      if (before !== null) tell({ event: 'workspace-taken', page: before })
      return tabs
    },
    keepTabs: ({ page, text }) => workspace.keepTabs(page, text).then(nothing),
    keepDocument: ({ page, tab, state }) => workspace.begin(page, tab, state).then(nothing),
    keepDeeds: ({ page, tab, deeds }) => workspace.append(page, tab, deeds).then(nothing),
    readDocument: ({ tab }) => workspace.read(tab),
    retainTabs: ({ page, tabs }) => workspace.retain(page, tabs).then(nothing),
    keepVersion: ({ tab, text }) => workspace.versions(tab).keep(text),
    versions: ({ tab }) => workspace.versions(tab).list(),
    readVersion: ({ tab, version }) => workspace.versions(tab).read(version),
    recover: () => former.recover(),
    openFile: ({ accept }) => dialogs?.open(accept) ?? Promise.resolve(null),
    takeHanded: () => handed?.take() ?? Promise.resolve([]),
    saveFile: ({ name, text }) => dialogs?.save(name, text) ?? Promise.resolve(null),
    saveBytes: ({ name, bytes }) => dialogs?.save(name, bytes) ?? Promise.resolve(null),
    recent: () => recents.list(),
    remember: ({ name, text }) => recents.remember(name, text).then(nothing),
    openRecent: ({ id }) => recents.open(id),
    pinRecent: ({ id, pinned }) => recents.pin(id, pinned).then(recents.list),
    forgetRecent: ({ id }) => recents.forget(id).then(recents.list),
    clearRecent: () => recents.clear().then(recents.list),
    examples: () => readExamples(resources),
    gallery: () => gallery.list(),
    galleryPicture: ({ file }) => gallery.picture(file),
    galleryModel: ({ file }) => gallery.model(file),
    blocks: () => blocks.list(),
    keepBlock: (block) => blocks.keep(block).then(blocks.list),
    renameBlock: ({ id, name }) => blocks.rename(id, name).then(blocks.list),
    forgetBlock: ({ id }) => blocks.forget(id).then(blocks.list),
    ...runs,
    crashEngine: () => {
      if (!crashEngine) return Promise.reject(new RpcFailure('Ending the engine is for tests, and not allowed here.'))
      crashEngine()
      return Promise.resolve(null)
    },
  }

  return { call: (method, params) => deeds[method](params) }
}

const nothing = () => null
