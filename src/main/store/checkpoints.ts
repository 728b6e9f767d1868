import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createQueue, writeWhole } from './files'

/** The newest checkpoint of each tab's run, for it to go on when the app was ended or killed. */
export interface KeptCheckpoints {
  /** Takes the place of the tab's last one. One that is overtaken while it waits is not written. */
  keep(tab: string, checkpoint: Uint8Array): void
  read(tab: string): Promise<Uint8Array | null>
  forget(tab: string): void
}

/** @param warn hears of checkpoints that could not be written */
export function createCheckpoints(folder: string, warn: (message: string) => void): KeptCheckpoints {
  const pathOf = (tab: string) => join(folder, 'workspace', tab, 'checkpoint.bin')
  const inTurn = createQueue()
  const waiting = new Map<string, Uint8Array>()

  const write = async (tab: string): Promise<void> => {
    const checkpoint = waiting.get(tab)
    waiting.delete(tab)
    if (checkpoint) await writeWhole(pathOf(tab), checkpoint)
  }
  const told = (deed: Promise<unknown>) =>
    void deed.catch((error: unknown) => {
      warn(`A checkpoint of a run is not kept: ${String(error)}`)
    })

  return {
    keep(tab, checkpoint) {
      const isWaiting = waiting.has(tab)
      waiting.set(tab, checkpoint)
      if (!isWaiting) told(inTurn(() => write(tab)))
    },
    read: (tab) =>
      inTurn(async () => {
        try {
          return new Uint8Array(await readFile(pathOf(tab)))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null // none was written yet
          throw error
        }
      }),
    forget(tab) {
      waiting.delete(tab)
      told(inTurn(() => rm(pathOf(tab), { force: true })))
    },
  }
}

/** Where nothing outlives the process, as in tests. */
export const noCheckpoints: KeptCheckpoints = {
  keep: () => undefined,
  read: () => Promise.resolve(null),
  forget: () => undefined,
}
