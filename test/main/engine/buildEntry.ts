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
  const { folder, remove } = await buildEntries({ entry: path }, '[name].mjs')
  return { entry: join(folder, 'entry.mjs'), remove }
}

/** Builds source files by the names that they get, into a folder that has what code looks for that asks for its root. */
export async function buildEntries(
  sources: Readonly<Record<string, string>>,
  names: string,
  alias: Readonly<Record<string, string>> = {},
): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'diffeo-test-'))
  const rooted = (paths: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, at(`../../../${path}`)]))
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('../../../src/shared'), ...rooted(alias) } },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: { input: rooted(sources), output: { entryFileNames: names, chunkFileNames: `chunks/${names}` } },
    },
  })
  await writeFile(join(folder, 'package.json'), '{ "version": "0.0.0-test" }') // a root, for code that looks for one
  return { folder, remove: () => rm(folder, { recursive: true }) }
}
