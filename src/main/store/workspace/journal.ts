import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createQueue, readIfThere, setAside, sha256, writeWhole } from '../files'
import { seal, unseal } from '../sealed'

/** What was kept of a document: a whole state, and each deed since, oldest first. */
export interface Kept {
  readonly state: string
  readonly deeds: readonly string[]
}

/** The journal of one document. What it answers is whole, however abruptly the last writer ended. */
export interface Journal {
  /** A whole state, from which deeds are counted anew. */
  begin(state: string): Promise<void>
  /** Deeds since the last state, on the disk when this resolves. */
  append(deeds: readonly string[]): Promise<void>
  read(): Promise<Kept | null>
}

const STATE = /^state\.(\d{1,9})\.json$/

/**
 * States are numbered: `state.7.json` is written whole, the deeds after it into `deeds.7.log`, and those of number 6 stay
 * until 8 is there, since state 6 with its deeds is state 7. Each line of deeds begins with its digest.
 */
export function createJournal(folder: string, warn: (message: string) => void, now = () => new Date()): Journal {
  const statePath = (number: number) => join(folder, `state.${number}.json`)
  const deedsPath = (number: number) => join(folder, `deeds.${number}.log`)
  const inTurn = createQueue()
  let current: number | null = null

  const numbers = async (): Promise<readonly number[]> => {
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // nothing was kept yet
      throw error
    })
    return names.flatMap((name) => STATE.exec(name)?.[1] ?? []).map(Number).sort((a, b) => b - a) // prettier-ignore
  }

  const damaged = async (path: string): Promise<void> => {
    warn(`${path} is damaged; it was set aside as ${await setAside(path, now())}.`)
  }

  const readDeeds = async (number: number): Promise<readonly string[]> => {
    const content = await readIfThere(deedsPath(number))
    if (content === null) return []
    const lines = content.split('\n')
    const torn = lines.pop() !== '' // the writer ended within its last line
    const deeds = lines.map(checked)
    const bad = deeds.indexOf(null)
    if (bad === -1) return deeds as readonly string[]
    if (bad < deeds.length - 1 || torn) await damaged(deedsPath(number))
    return deeds.slice(0, bad) as readonly string[]
  }

  const read = async (): Promise<Kept | null> => {
    const later: string[] = []
    for (const number of await numbers()) {
      const content = await readIfThere(statePath(number))
      const state = content === null ? null : unseal(content)
      const deeds = await readDeeds(number)
      if (state !== null) return { state, deeds: [...deeds, ...later] }
      if (content !== null) await damaged(statePath(number))
      later.unshift(...deeds) // the state before, with its own deeds, is where these begin
    }
    return null
  }

  const begin = async (state: string): Promise<void> => {
    const before = await numbers()
    const number = (before[0] ?? 0) + 1
    await rm(deedsPath(number), { force: true }) // of a state that never came to be
    await writeWhole(statePath(number), seal(state, now()))
    current = number
    for (const old of before.slice(1)) {
      await rm(statePath(old), { force: true })
      await rm(deedsPath(old), { force: true })
    }
  }

  return {
    begin: (state) => inTurn(() => begin(state)),
    read: () => inTurn(read),
    append: (deeds) =>
      inTurn(async () => {
        if (deeds.length === 0) return
        current ??= (await numbers())[0] ?? null
        if (current === null) throw new Error('internal: deeds without a state that they were done to')
        await appendWhole(deedsPath(current), deeds.map(digested).join(''))
      }),
  }
}

const digest = (deed: string): string => sha256(deed).slice(0, 16)
const digested = (deed: string): string => `${digest(deed)} ${deed}\n`

/** The deed of a line, or null when it is not what was written. */
function checked(line: string): string | null {
  const deed = line.slice(17)
  return line[16] === ' ' && digest(deed) === line.slice(0, 16) ? deed : null
}

/** Appends and flushes. After a torn end nothing is added: whoever writes keeps a whole state then. */
async function appendWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    if (size > 0 && last.toString() !== '\n') throw new Error(`${path} ends within a line.`)
    await file.appendFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}
