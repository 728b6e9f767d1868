import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine } from './machine'
import { showBytes } from './steps'

/** Where this process makes what is not whole yet. */
export const makingFolder = (root: string): string => join(root, `making-${process.pid}`)

export async function demandSpace(machine: Machine, root: string, needed: number): Promise<void> {
  const free = await machine.freeBytes(root)
  if (free >= needed) return
  throw new Error(
    `${root} has ${showBytes(free)} free, ${showBytes(needed)} are needed while TensorFlow is being set up. Make room, or name a folder on another disk in the variable DIFFEO_CACHE (the app looks for it there too).`,
  )
}

/** Folders of setups that were interrupted. */
export async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = /^making-(\d+)$/.exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(root, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false // a number that came round again
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What earlier setups have made; a process that has loaded it keeps what it has. */
export async function removeOthers(root: string, whole: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const path = join(root, entry.name)
    if (entry.isDirectory() && path !== whole && !entry.name.startsWith('making-'))
      await rm(path, { recursive: true, force: true })
  }
}
