import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** Of the app's own files: readable by their owner only. */
const OWN = 0o600

/** Of a file that the user chose: as the system's own programs make them. */
export const USERS = 0o666

/**
 * Writes a file whole or not at all, even when the machine stops half-way: a new file beside it is flushed to the disk
 * and then takes its name. One that a killed process left behind is removed by the next that writes there.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = OWN): Promise<void> {
  const folder = resolve(dirname(path))
  await mkdir(folder, { recursive: true, mode: mode === OWN ? 0o700 : 0o777 })
  await sweep(folder)
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`
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

/** What `writeWhole` calls a file until it has its name: the process that writes it, and a number of its own. */
const TEMPORARY = /\.(\d{1,10})-[0-9a-f]{12}\.tmp$/

/** Folders in which this process has looked, and leaves nothing behind while it lives. */
const swept = new Set<string>()

/** Removes what processes left of files in a folder that were ended while they wrote them. */
async function sweep(folder: string): Promise<void> {
  if (swept.has(folder)) return
  swept.add(folder)
  const names = await readdir(folder).catch(() => []) // it may be written to, not read
  const left = names.filter((name) => {
    const writer = TEMPORARY.exec(name)?.[1]
    return writer !== undefined && !isRunning(Number(writer))
  })
  for (const name of left) await rm(join(folder, name), { force: true }).catch(() => undefined) // it takes room, no more
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0) // only asks
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
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

/** Damaged files of one name that are kept, for whoever can mend them. */
const MOST_ASIDE = 3

/** Moves a damaged file out of the way under a name that says so; answers the new path. */
export async function setAside(path: string, date: Date): Promise<string> {
  const named = `${path}.damaged-`
  const aside = `${named}${date.toISOString().replaceAll(':', '-')}`
  await rename(path, aside)
  const folder = dirname(path)
  const all = (await readdir(folder)).map((name) => join(folder, name)).filter((other) => other.startsWith(named))
  for (const old of all.sort().slice(0, -MOST_ASIDE)) await rm(old, { force: true })
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
