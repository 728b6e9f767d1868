import { z } from 'zod'
import { ExampleName, type GalleryEntry } from '../document/gallery'
import { BlockName, SavedBlock } from '../document/savedBlock'
import type { RunQueue } from './library'
import { runCalls, type RunResults } from './runDeeds'
import { TabId } from './tabs'

const Text = z.string().max(256 * 1024 * 1024)
const FileName = z.string().min(1).max(256)
const Bytes = z.instanceof(Uint8Array)
const PageId = z.string().min(1).max(64)

/** Calls the host answers itself: everything that needs a disk or a window. */
export const hostCalls = {
  /** Answers `HostInfo`. */
  hello: z.strictObject({ protocol: z.number().int() }),
  /**
   * This page keeps the open documents from now on; one that did so before hears that it does no more. Answers the list of
   * tabs as it was kept last, `string | null`.
   */
  claimWorkspace: z.strictObject({ page: PageId }),
  /** Keeps the list of tabs. Written whole or not at all, as all that is kept. */
  keepTabs: z.strictObject({ page: PageId, text: Text }),
  /** Keeps the whole state of a tab's document. */
  keepDocument: z.strictObject({ page: PageId, tab: TabId, state: Text }),
  /** Keeps what was done to it since, in order. */
  keepDeeds: z.strictObject({ page: PageId, tab: TabId, deeds: z.array(Text).min(1).max(10_000) }),
  /** What is kept of a tab's document. Answers `KeptDocument | null`. */
  readDocument: z.strictObject({ tab: TabId }),
  /** Forgets all tabs but these. */
  retainTabs: z.strictObject({ page: PageId, tabs: z.array(TabId).max(256) }),
  /** Keeps a version of a tab's document to go back to, unless the last is too young. Answers whether it did. */
  keepVersion: z.strictObject({ tab: TabId, text: Text }),
  /** Newest first. Answers `VersionEntry[]`. */
  versions: z.strictObject({ tab: TabId }),
  /** The text of a version. Answers `string`. */
  readVersion: z.strictObject({ tab: TabId, version: z.string().max(32) }),
  /** The work as versions of Diffeo kept it that knew no tabs, or null. Answers `string | null`. */
  recover: z.strictObject({}),
  /** Electron: shows the dialog and reads the file. Web: answers null, the page reads it itself. Answers `OpenedFile | null`. */
  openFile: z.strictObject({ accept: z.enum(['document', 'model', 'data', 'any']) }),
  /** Files that the system handed to the app since this was asked last, oldest first. Answers `HandedFile[]`. */
  takeHanded: z.strictObject({}),
  /** Electron: shows the dialog and writes. Web: answers null, the page downloads it. Answers the name or null. */
  saveFile: z.strictObject({ name: FileName, text: Text }),
  /** As `saveFile`, for what is no text: pictures, arrays, films. */
  saveBytes: z.strictObject({ name: FileName, bytes: Bytes }),
  /** Pinned ones first, and the newest first of both. Answers `RecentEntry[]`. */
  recent: z.strictObject({}),
  remember: z.strictObject({ name: FileName, text: Text }),
  /** The text of a recent entry. Answers `string`. */
  openRecent: z.strictObject({ id: z.string().max(64) }),
  /** Answers `RecentEntry[]`, as do the two that remove entries. */
  pinRecent: z.strictObject({ id: z.string().max(64), pinned: z.boolean() }),
  forgetRecent: z.strictObject({ id: z.string().max(64) }),
  /** All but those that are pinned. */
  clearRecent: z.strictObject({}),
  /** Example documents shipped with the app. Answers `{ name, text }[]`. */
  examples: z.strictObject({}),
  /** Examples that come trained, in the order of the gallery. Answers `GalleryEntry[]`. */
  gallery: z.strictObject({}),
  /** What the trained density or draws of one look like. Answers the bytes of a PNG. */
  galleryPicture: z.strictObject({ file: ExampleName }),
  /** Its model file. Answers `string`. */
  galleryModel: z.strictObject({ file: ExampleName }),
  /** Blocks that the person saved from a stack, by name. Answers `KeptBlock[]`, as do the three that change them. */
  blocks: z.strictObject({}),
  keepBlock: SavedBlock,
  renameBlock: z.strictObject({ id: z.string().max(64), name: BlockName }),
  forgetBlock: z.strictObject({ id: z.string().max(64) }),
  ...runCalls,
  /** For tests and diagnosis: ends the engine process as a crash would. Refused unless the host allows it. */
  crashEngine: z.strictObject({}),
} as const

export interface HostInfo {
  readonly shell: 'electron' | 'web'
  readonly version: string
  readonly protocol: number
  readonly dialogs: boolean
}
export interface OpenedFile {
  readonly name: string
  readonly bytes: Uint8Array
}
/** A file that the app was started with or asked to open, or why it could not be read, in a sentence. */
export type HandedFile = OpenedFile | { readonly name: string; readonly problem: string }
export interface RecentEntry {
  readonly id: string
  readonly name: string
  /** ISO 8601. */
  readonly savedAt: string
  readonly pinned: boolean
  /** Its kept copy is not there any more. */
  readonly gone: boolean
}
/** A saved block under the name of its file. */
export interface KeptBlock extends SavedBlock {
  readonly id: string
}
/** A document as it is kept between sessions: a whole state, and what was done to it since, oldest first. */
export interface KeptDocument {
  readonly state: string
  readonly deeds: readonly string[]
}
export interface VersionEntry {
  readonly id: string
  /** ISO 8601. */
  readonly savedAt: string
}
export interface HostResults extends RunResults {
  hello: HostInfo
  claimWorkspace: string | null
  keepTabs: null
  keepDocument: null
  keepDeeds: null
  readDocument: KeptDocument | null
  retainTabs: null
  keepVersion: boolean
  versions: readonly VersionEntry[]
  readVersion: string
  recover: string | null
  openFile: OpenedFile | null
  takeHanded: readonly HandedFile[]
  saveFile: string | null
  saveBytes: string | null
  recent: readonly RecentEntry[]
  remember: null
  openRecent: string
  pinRecent: readonly RecentEntry[]
  forgetRecent: readonly RecentEntry[]
  clearRecent: readonly RecentEntry[]
  examples: readonly { readonly name: string; readonly text: string }[]
  gallery: readonly GalleryEntry[]
  galleryPicture: Uint8Array
  galleryModel: string
  blocks: readonly KeptBlock[]
  keepBlock: readonly KeptBlock[]
  renameBlock: readonly KeptBlock[]
  forgetBlock: readonly KeptBlock[]
  crashEngine: null
}

export type HostMethod = keyof typeof hostCalls
export type HostParams = { [M in HostMethod]: z.infer<(typeof hostCalls)[M]> }

/** What the host says of its own accord. */
export type HostEvent =
  /** The engine process ended by itself; a new one is being started. `restored` follows when it is ready. */
  | { readonly event: 'engine-lost'; readonly reason: string }
  /** `resumedAt` is the checkpoint's step, or null when there was none to resume from. */
  | { readonly event: 'engine-restored'; readonly resumedAt: number | null }
  /** Another page keeps the open documents from now on; `page` did so before. */
  | { readonly event: 'workspace-taken'; readonly page: string }
  /** Runs of the library, or sweeps, are others now. */
  | { readonly event: 'runs-changed' }
  /** The queue of runs is another now, or has come farther. */
  | { readonly event: 'queue-changed'; readonly queue: RunQueue }
  /** The system handed files to the app; `takeHanded` answers them. */
  | { readonly event: 'files-handed' }
