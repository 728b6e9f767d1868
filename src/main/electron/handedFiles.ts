import { basename, extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HandedFile } from '@shared/rpc/protocol'
import { readOpened } from './opened'

/** Files that the system hands to the app, until a page takes them. */
export interface HandedFiles {
  /** Paths, absolute; those that wait already are not added again. */
  add(paths: readonly string[]): void
  /** Reads what waits, oldest first, and forgets it. One that cannot be read comes with the reason. */
  take(): Promise<readonly HandedFile[]>
  /** Hears from now on that there are more. */
  onAdded(listener: () => void): void
}

export function createHandedFiles(): HandedFiles {
  const waiting = new Set<string>()
  const listeners: (() => void)[] = []
  return {
    add(paths) {
      for (const path of paths) waiting.add(path)
      if (paths.length > 0) for (const listener of listeners) listener()
    },
    onAdded: (listener) => void listeners.push(listener),
    take() {
      const paths = [...waiting]
      waiting.clear()
      return Promise.all(paths.map(read))
    },
  }
}

async function read(path: string): Promise<HandedFile> {
  try {
    return await readOpened(path)
  } catch (error) {
    return { name: basename(path), problem: reasonOf(error as NodeJS.ErrnoException) }
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'There is no such file any more.'
    case 'EACCES':
    case 'EPERM':
      return 'This user may not read it.'
    case 'EISDIR':
      return 'It is a folder, expected a file.'
    default:
      return message
  }
}

const openable = new Set(['.json', '.csv', '.tsv', '.txt', '.npy', '.parquet'])

/**
 * The files on a command line: paths, which may be relative to `folder`, or `file:` addresses, as desktops of Linux pass
 * them. Everything else there is Electron's own: the program, the app's folder, Chromium's switches.
 */
export function filesIn(args: readonly string[], folder: string): string[] {
  return args.filter((arg) => !arg.startsWith('-') && openable.has(extname(arg).toLowerCase())).flatMap(pathOf)

  function pathOf(arg: string): string[] {
    if (!arg.startsWith('file:')) return [resolve(folder, arg)]
    try {
      return [fileURLToPath(arg)]
    } catch {
      return [] // on another machine, which is no file here
    }
  }
}
