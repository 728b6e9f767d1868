import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { USERS, writeWhole } from '../store/files'

/** Where a command reads and writes: the process's own streams and disk, or a test's. */
export interface Terminal {
  /** Results. */
  out(text: string): void
  /** Progress and errors. */
  err(text: string): void
  /** Whether `err` is a terminal on which a line can be redrawn. */
  readonly interactive: boolean
  read(path: string): Promise<Uint8Array>
  /** What there is of this name; null for nothing, or nothing that can be looked at. */
  kindOf(path: string): Promise<'folder' | 'file' | null>
  /** Writes whole or not at all: a temporary file beside it, then a rename. */
  write(path: string, content: string | Uint8Array): Promise<void>
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY && process.env['CI'] === undefined,
  read: (path) => readFile(path),
  kindOf: async (path) => {
    const found = await stat(path).catch(() => null)
    return found && (found.isDirectory() ? 'folder' : 'file')
  },
  write: (path, content) => writeWhole(resolve(path), content, USERS),
}
