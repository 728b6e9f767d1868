import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecentEntry } from '@shared/rpc/protocol'
import { createQueue, readIfThere, setAside, sha256, writeWhole } from './files'

/** Documents that were opened or saved lately, with their text: the web shell cannot go back to a user's file. */
export interface Recents {
  /** Newest first. */
  list(): Promise<readonly RecentEntry[]>
  /** Puts a document first. The same text under another name takes the new name. */
  remember(name: string, text: string): Promise<void>
  open(id: string): Promise<string>
}

const CAP = 20

/** `id` is the SHA-256 of the text, so that equal documents are kept once and damage is noticed. */
const Index = z
  .array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().max(256), savedAt: z.string() }))
  .max(CAP)

/** @param warn hears of a damaged file, and where it was put */
export function createRecents(folder: string, warn: (message: string) => void, now = () => new Date()): Recents {
  const indexPath = join(folder, 'recents', 'index.json')
  const textPath = (id: string) => join(folder, 'recents', `${id}.txt`)
  const inTurn = createQueue()

  const readIndex = async (): Promise<readonly RecentEntry[]> => {
    const content = await readIfThere(indexPath)
    if (content === null) return []
    const entries = parseIndex(content)
    if (entries) return entries
    warn(`The list of recent documents is damaged; it was set aside as ${await setAside(indexPath, now())}.`)
    return []
  }

  const writeIndex = (entries: readonly RecentEntry[]) => writeWhole(indexPath, JSON.stringify(entries, null, 2))

  return {
    list: () => inTurn(readIndex),
    remember: (name, text) =>
      inTurn(async () => {
        const id = sha256(text)
        const others = (await readIndex()).filter((entry) => entry.id !== id)
        const entries = [{ id, name, savedAt: now().toISOString() }, ...others]
        await writeWhole(textPath(id), text)
        await writeIndex(entries.slice(0, CAP))
        // After the index no longer names them, so that it never names what is gone.
        for (const dropped of entries.slice(CAP)) await rm(textPath(dropped.id), { force: true })
      }),
    open: (id) =>
      inTurn(async () => {
        const entries = await readIndex()
        const entry = entries.find((candidate) => candidate.id === id)
        if (!entry) throw new Error('This document is no longer among the recent ones. Open it from its file.')
        const text = await readIfThere(textPath(id))
        if (text !== null && sha256(text) === id) return text
        await writeIndex(entries.filter((candidate) => candidate !== entry))
        if (text === null) throw new Error(`The kept copy of "${entry.name}" is gone. Open it from its file.`)
        const aside = await setAside(textPath(id), now())
        throw new Error(
          `The kept copy of "${entry.name}" is damaged; it was set aside as ${aside}. Open it from its file.`,
        )
      }),
  }
}

function parseIndex(content: string): readonly RecentEntry[] | null {
  try {
    const entries = Index.safeParse(JSON.parse(content))
    return entries.success ? entries.data : null
  } catch {
    return null // not JSON
  }
}
