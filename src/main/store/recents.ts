import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecentEntry } from '@shared/rpc/protocol'
import { createQueue, readIfThere, setAside, sha256, writeWhole } from './files'

/** Documents that were opened or saved lately, with their text: the web shell cannot go back to a user's file. */
export interface Recents {
  /** Pinned ones first, and the newest first of both. */
  list(): Promise<readonly RecentEntry[]>
  /** Puts a document first. The same text under another name takes the new name. */
  remember(name: string, text: string): Promise<void>
  open(id: string): Promise<string>
  /** What is pinned is neither pushed out by others nor cleared with them. */
  pin(id: string, pinned: boolean): Promise<void>
  forget(id: string): Promise<void>
  /** Forgets all that are not pinned. */
  clear(): Promise<void>
}

/** Most that are kept: of those that are not pinned, of those that are, and bytes of all texts. */
const MOST_RECENT = 20
const MOST_PINNED = 20
const MOST_BYTES = 64 * 2 ** 20

/** `id` is the SHA-256 of the text, so that equal documents are kept once and damage is noticed. */
const Index = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[0-9a-f]{64}$/),
      name: z.string().max(256),
      savedAt: z.string(),
      pinned: z.boolean().optional(),
    }),
  )
  .max(MOST_RECENT + MOST_PINNED)
type Kept = z.infer<typeof Index>[number]

/** @param warn hears of a damaged file, and where it was put */
export function createRecents(
  folder: string,
  warn: (message: string) => void,
  now = () => new Date(),
  most = MOST_BYTES,
): Recents {
  const home = join(folder, 'recents')
  const indexPath = join(home, 'index.json')
  const textPath = (id: string) => join(home, `${id}.txt`)
  const inTurn = createQueue()

  const readIndex = async (): Promise<readonly Kept[]> => {
    const content = await readIfThere(indexPath)
    if (content === null) return []
    const entries = parseIndex(content)
    if (entries) return entries
    warn(`The list of recent documents is damaged; it was set aside as ${await setAside(indexPath, now())}.`)
    return []
  }

  /** The texts that no list names go after it is written, so that it never names what was removed. */
  const writeIndex = async (entries: readonly Kept[]): Promise<void> => {
    await writeWhole(indexPath, JSON.stringify(entries, null, 2))
    const texts = (await readdir(home)).flatMap((name) => TEXT.exec(name)?.[1] ?? [])
    for (const id of texts) if (!entries.some((entry) => entry.id === id)) await rm(textPath(id), { force: true })
  }

  /** Bytes of a kept text; null where it is gone. */
  const sizeOf = async (id: string): Promise<number | null> => {
    try {
      return (await stat(textPath(id))).size
    } catch {
      return null // removed by another hand, or never written
    }
  }

  /** As many as there is room for. The newest stays, however large it is. */
  const bounded = async (entries: readonly Kept[]): Promise<readonly Kept[]> => {
    const sizes = new Map(await Promise.all(entries.map(async ({ id }) => [id, (await sizeOf(id)) ?? 0] as const)))
    const pinned = entries.filter((entry) => entry.pinned === true)
    let room = most - pinned.reduce((sum, { id }) => sum + sizes.get(id)!, 0)
    const others = entries.filter((entry) => entry.pinned !== true).slice(0, MOST_RECENT)
    const fitting = others.filter(({ id }) => (room -= sizes.get(id)!) >= 0 || id === entries[0]!.id)
    return entries.filter((entry) => entry.pinned === true || fitting.includes(entry))
  }

  const change = (deed: (entries: readonly Kept[]) => readonly Kept[]): Promise<void> =>
    inTurn(async () => {
      await writeIndex(deed(await readIndex()))
    })

  return {
    list: () =>
      inTurn(async () => {
        const entries = await readIndex()
        const found = await Promise.all(
          entries.map(async ({ pinned = false, ...entry }) => {
            const gone = (await sizeOf(entry.id)) === null
            return { ...entry, pinned, gone }
          }),
        )
        return [...found.filter(({ pinned }) => pinned), ...found.filter(({ pinned }) => !pinned)]
      }),
    remember: (name, text) =>
      inTurn(async () => {
        const id = sha256(text)
        const before = await readIndex()
        const { pinned } = before.find((entry) => entry.id === id) ?? {}
        const first = { id, name, savedAt: now().toISOString(), ...(pinned && { pinned }) }
        await writeWhole(textPath(id), text)
        await writeIndex(await bounded([first, ...before.filter((entry) => entry.id !== id)]))
      }),
    open: (id) =>
      inTurn(async () => {
        const entry = (await readIndex()).find((candidate) => candidate.id === id)
        if (!entry) throw new Error('This document is no longer among the recent ones. Open it from its file.')
        const text = await readIfThere(textPath(id))
        if (text !== null && sha256(text) === id) return text
        const remedy = 'Find its file, or remove it from the list.'
        if (text === null) throw new Error(`The kept copy of "${entry.name}" is gone. ${remedy}`)
        const aside = await setAside(textPath(id), now())
        throw new Error(`The kept copy of "${entry.name}" is damaged; it was set aside as ${aside}. ${remedy}`)
      }),
    pin: (id, pinned) =>
      change((entries) => {
        if (pinned && entries.filter((entry) => entry.pinned === true).length >= MOST_PINNED)
          throw new Error(`There are ${MOST_PINNED} pinned documents already, the most there can be. Unpin one.`)
        return entries.map((entry) => (entry.id === id ? { ...entry, pinned } : entry))
      }),
    forget: (id) => change((entries) => entries.filter((entry) => entry.id !== id)),
    clear: () => change((entries) => entries.filter((entry) => entry.pinned === true)),
  }
}

const TEXT = /^([0-9a-f]{64})\.txt$/

function parseIndex(content: string): readonly Kept[] | null {
  try {
    const entries = Index.safeParse(JSON.parse(content))
    return entries.success ? entries.data : null
  } catch {
    return null // not JSON
  }
}
