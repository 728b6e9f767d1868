import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { VersionEntry } from '@shared/rpc/protocol'
import { createQueue, readIfThere, setAside, writeWhole } from '../files'
import { seal, unseal } from '../sealed'

/**
 * Earlier states of a document to go back to: at most one in five minutes, kept for a week, thinned by the hour after a day,
 * and as many as there is room for.
 */
export interface Versions {
  /** Newest first. */
  list(): Promise<readonly VersionEntry[]>
  /** Keeps a version, unless the last one is too young or the same. Answers whether it was kept. */
  keep(text: string): Promise<boolean>
  read(id: string): Promise<string>
}

const MINUTE = 60_000
export const VERSION_GAP_MS = 5 * MINUTE
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** Bytes of all versions of a document; the oldest go first, the newest stays however large it is. */
const MOST_BYTES = 64 * 2 ** 20

/** Versions are called by their time in milliseconds since 1970. */
const NAME = /^(\d{10,16})\.json$/

export function createVersions(
  folder: string,
  warn: (message: string) => void,
  now = () => new Date(),
  most = MOST_BYTES,
): Versions {
  const pathOf = (time: number) => join(folder, `${time}.json`)
  const inTurn = createQueue()

  const times = async (): Promise<readonly number[]> => {
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // none was kept yet
      throw error
    })
    return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number).sort((a, b) => b - a) // prettier-ignore
  }

  const read = async (time: number): Promise<string | null> => {
    const content = await readIfThere(pathOf(time))
    if (content === null) return null
    const text = unseal(content)
    if (text === null)
      warn(`The version ${pathOf(time)} is damaged; it was set aside as ${await setAside(pathOf(time), now())}.`)
    return text
  }

  /** Of versions, newest first, those that there is room for. */
  const fitting = async (all: readonly number[]): Promise<readonly number[]> => {
    const sizes = await Promise.all(all.map(async (time) => (await stat(pathOf(time))).size))
    const taken = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0))
    return all.filter((_, index) => index === 0 || taken[index]! <= most)
  }

  return {
    list: () => inTurn(async () => (await times()).map((time) => ({ id: String(time), savedAt: new Date(time).toISOString() }))), // prettier-ignore
    keep: (text) =>
      inTurn(async () => {
        const before = await times()
        const time = now().getTime()
        const [last] = before
        if (last !== undefined && time - last < VERSION_GAP_MS) return false
        if (last !== undefined && (await read(last)) === text) return false
        await writeWhole(pathOf(time), seal(text, now()))
        const kept = new Set(await fitting(thinned([time, ...before], time)))
        for (const old of before) if (!kept.has(old)) await rm(pathOf(old), { force: true })
        return true
      }),
    read: (id) =>
      inTurn(async () => {
        const text = NAME.test(`${id}.json`) ? await read(Number(id)) : null
        if (text === null) throw new Error('This version is no longer there. Choose another one.')
        return text
      }),
  }
}

/** Of versions, newest first, those to keep: all of the last day, the newest of each hour of the week before. */
export function thinned(times: readonly number[], now: number): readonly number[] {
  const hours = new Set<number>()
  return times.filter((time) => {
    if (now - time < DAY) return true
    const hour = Math.floor(time / HOUR)
    if (now - time >= WEEK || hours.has(hour)) return false
    hours.add(hour)
    return true
  })
}
