import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createQueue, readIfThere, setAside, sha256, writeWhole } from './files'

/** A text that is kept outside the user's files: the newest whole state of something, and the one before it. */
export interface Sealed {
  save(text: string): Promise<void>
  /** The newest whole one; one that is damaged is set aside, and the one before it serves. */
  recover(): Promise<string | null>
}

const Saved = z.strictObject({
  format: z.literal('diffeo/autosave'),
  version: z.literal(1),
  savedAt: z.string(),
  sha256: z.string(),
  text: z.string(),
})

/**
 * @param name of the file, without its ending
 * @param warn hears of a damaged file, and where it was put
 */
export function createSealed(
  folder: string,
  name: string,
  warn: (message: string) => void,
  now = () => new Date(),
): Sealed {
  const newest = join(folder, `${name}.json`)
  const previous = join(folder, `${name}.previous.json`)
  const inTurn = createQueue()

  const read = async (path: string): Promise<string | null> => {
    const content = await readIfThere(path)
    if (content === null) return null
    const text = unseal(content)
    if (text === null) warn(`The autosave ${path} is damaged; it was set aside as ${await setAside(path, now())}.`)
    return text
  }

  return {
    save: (text) =>
      inTurn(async () => {
        await rename(newest, previous).catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error // the first save has no predecessor
        })
        await writeWhole(newest, seal(text, now()))
      }),
    recover: () => inTurn(async () => (await read(newest)) ?? (await read(previous))),
  }
}

/** A text with what tells whether it is whole. */
export const seal = (text: string, date: Date): string =>
  JSON.stringify({ format: 'diffeo/autosave', version: 1, savedAt: date.toISOString(), sha256: sha256(text), text })

/** The text that was sealed, or null when it is not what was written. */
export function unseal(content: string): string | null {
  try {
    const saved = Saved.safeParse(JSON.parse(content))
    return saved.success && sha256(saved.data.text) === saved.data.sha256 ? saved.data.text : null
  } catch {
    return null // not JSON: cut short, or overwritten
  }
}
