import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export interface Built {
  /** A JavaScript file with all that it imports. */
  readonly entry: string
  remove(): Promise<void>
}

/** Builds a source file, by its path from the root, as a process or thread of its own can run it. */
export async function buildEntry(path: string): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'diffeo-test-'))
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('../../../src/shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: at(`../../../${path}`),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  })
  await writeFile(join(folder, 'package.json'), '{ "version": "0.0.0-test" }') // a root, for code that looks for one
  return { entry: join(folder, 'entry.mjs'), remove: () => rm(folder, { recursive: true }) }
}
