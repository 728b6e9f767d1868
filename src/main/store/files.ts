import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file whole or not at all, even when the machine stops half-way: a new file beside it is flushed to the disk
 * and then takes its name. The default mode is for the app's own files: readable by their owner only.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(content, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The text of a file, or null when there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Moves a damaged file out of the way under a name that says so; answers the new path. */
export async function setAside(path: string, date: Date): Promise<string> {
  const aside = `${path}.damaged-${date.toISOString().replaceAll(':', '-')}`
  await rename(path, aside)
  return aside
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** Runs deeds one after the other, in the order they were asked for. */
export function createQueue(): <T>(deed: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (deed) => {
    const next = last.then(deed, deed)
    last = next
    return next
  }
}
