import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSavedBlock, writeSavedBlock, type SavedBlock } from '@shared/document/savedBlock'
import type { KeptBlock } from '@shared/rpc/protocol'
import { createQueue, readIfThere, writeWhole } from './files'

/** Blocks that a person saved from a stack, each in a file of its own, so that one that is damaged spoils no other. */
export interface Blocks {
  /** By name. What cannot be read is left where it is and passed over. */
  list(): Promise<readonly KeptBlock[]>
  keep(block: SavedBlock): Promise<void>
  rename(id: string, name: string): Promise<void>
  forget(id: string): Promise<void>
}

const CAP = 200
const ENDING = '.block.json'
const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id)

/** @param warn hears once of each file that cannot be read */
export function createBlocks(folder: string, warn: (message: string) => void): Blocks {
  const home = join(folder, 'blocks')
  const pathOf = (id: string) => join(home, `${id}${ENDING}`)
  const inTurn = createQueue()
  const complained = new Set<string>()

  const read = async (id: string): Promise<KeptBlock | null> => {
    try {
      const text = await readIfThere(pathOf(id))
      if (text === null) return null
      const outcome = parseSavedBlock(text)
      if (outcome.ok) return { id, ...outcome.value }
      complain(id, outcome.issues[0].message)
    } catch (error) {
      complain(id, String(error))
    }
    return null
  }

  const complain = (id: string, reason: string): void => {
    if (!complained.has(id)) warn(`The saved block ${pathOf(id)} is passed over: ${reason}`)
    complained.add(id)
  }

  const list = async (): Promise<readonly KeptBlock[]> => {
    const ids = (await filesIn(home))
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
    const found = await Promise.all(ids.filter(isId).map(read))
    return found
      .filter((block) => block !== null)
      .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
  }

  return {
    list: () => inTurn(list),
    keep: (block) =>
      inTurn(async () => {
        if ((await list()).length >= CAP)
          throw new Error(`There are ${CAP} blocks of your own already, the most that are kept. Delete some.`)
        await writeWhole(pathOf(randomUUID()), writeSavedBlock(block))
      }),
    rename: (id, name) =>
      inTurn(async () => {
        const block = isId(id) ? await read(id) : null
        if (!block) throw new Error('This block is no longer there. Save it again.')
        await writeWhole(pathOf(id), writeSavedBlock({ name, group: block.group }))
      }),
    forget: (id) => inTurn(() => (isId(id) ? rm(pathOf(id), { force: true }) : Promise.resolve())),
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // none saved yet
    throw error
  }
}
