import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readCheckpoint } from '@shared/engine/checkpoint'
import { unseal } from '../../../src/main/store/sealed'

/** What lies in the app's folder: files that are not whole, and those that writers left behind, by folder. */
export interface Found {
  readonly broken: readonly string[]
  readonly left: Readonly<Record<string, number>>
}

export async function look(home: string): Promise<Found> {
  const files = await readdir(home, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  const broken: string[] = []
  const left: Record<string, number> = {}
  for (const path of paths) {
    if (path.endsWith('.tmp')) left[dirname(path)] = (left[dirname(path)] ?? 0) + 1
    else if (!(await isWhole(path))) broken.push(path)
  }
  return { broken, left }
}

/** Whether a file is what its writer wrote. The log of deeds may end within a line: what it holds is told by its reader. */
async function isWhole(path: string): Promise<boolean> {
  if (path.includes('.damaged-')) return false
  if (path.endsWith('.log') || path.endsWith('.txt')) return true
  if (path.endsWith('checkpoint.bin')) return readCheckpoint(new Uint8Array(await readFile(path))).ok
  const text = await readFile(path, 'utf8')
  try {
    const { format } = JSON.parse(text) as { readonly format?: string }
    return format !== 'diffeo/autosave' || unseal(text) !== null
  } catch {
    return false // not JSON: cut short
  }
}
