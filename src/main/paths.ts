import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the app's own files lie. The build may put a module anywhere below `out/`, so the root is looked for. */
const root = findRoot(dirname(fileURLToPath(import.meta.url)))

export const paths = {
  root,
  resources: join(root, 'resources'),
  renderer: join(root, 'out', 'renderer'),
  preload: join(root, 'out', 'preload', 'index.cjs'),
  icon: join(root, 'installer', 'icons', '256x256.png'),
  engine: join(root, 'out', 'main', 'engine.js'),
  /** The engine's worker threads; absent in a checkout that was never built. */
  worker: join(root, 'out', 'main', 'worker.js'),
  /** The process that a TensorFlow is checked in. */
  checkTensorflow: join(root, 'out', 'main', 'checkTensorflow.js'),
  /** The threads that TensorFlow runs on. */
  tensorflowThread: join(root, 'out', 'main', 'tensorflowThread.js'),
} as const

/** Whether this is an installed app, whose files are an archive that nothing can be written to. */
export const packed = root.endsWith('.asar')

/** Diffeo's version. */
export const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('internal: no package.json above the running code')
  return findRoot(parent)
}

/**
 * An absolute path below `folder`, or null when `relative` would leave it (`..`, an absolute path, a NUL byte).
 * Looks at names only: a caller that must also refuse links out of the folder compares real paths.
 */
export function within(folder: string, relative: string): string | null {
  if (relative.includes('\0')) return null
  const path = resolve(folder, relative)
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : null
}
