import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { OpenedFile } from '@shared/rpc/protocol'

const MAX_BYTES = 512 * 1024 ** 2

/** A file that a person chose, for the page. Throws a sentence when it is too large. */
export async function readOpened(path: string): Promise<OpenedFile> {
  const name = basename(path)
  const { size } = await stat(path)
  if (size > MAX_BYTES)
    throw new Error(`"${name}" has ${size} bytes, expected at most ${MAX_BYTES}. Take a part of it.`)
  return { name, bytes: new Uint8Array(await readFile(path)) }
}
