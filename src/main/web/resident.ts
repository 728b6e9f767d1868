import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfThere, writeWhole } from '../store/files'

/** The server that keeps the documents of a data directory: a second one beside it would overwrite what the first keeps. */

const FILE = 'server.json'
const ANSWER_MS = 2000

const Resident = z.strictObject({ pid: z.int().positive(), url: z.url({ protocol: /^http$/ }) })

/** The address of the server that runs on the directory, with its token; null when none answers. */
export async function residentOf(folder: string): Promise<string | null> {
  const resident = await read(folder)
  if (resident === null || !isAlive(resident.pid)) return null
  try {
    const { status } = await fetch(resident.url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    return status === 303 ? resident.url : null
  } catch {
    return null // something else has the number of a process that was killed
  }
}

/** Notes that this process serves the directory at `url`. Answers what takes the note away again. */
export async function settle(folder: string, url: string, pid = process.pid): Promise<() => Promise<void>> {
  await writeWhole(join(folder, FILE), JSON.stringify({ pid, url }))
  return async () => {
    if ((await read(folder))?.pid === pid) await rm(join(folder, FILE), { force: true })
  }
}

async function read(folder: string): Promise<z.infer<typeof Resident> | null> {
  const text = await readIfThere(join(folder, FILE))
  try {
    return Resident.safeParse(JSON.parse(text ?? 'null')).data ?? null
  } catch {
    return null // cut off by whoever kept it
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // another user's
  }
}
