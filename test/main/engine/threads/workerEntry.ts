import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The worker of a thread pool as a JavaScript file, built from the sources as they are now. */
export async function buildWorker(): Promise<{ readonly entry: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'diffeo-worker-'))
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('../../../../src/shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: at('../../../../src/main/engine/threads/worker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  })
  return { entry: join(folder, 'worker.mjs'), remove: () => rm(folder, { recursive: true }) }
}
