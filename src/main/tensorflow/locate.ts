import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cacheDirectory, readInstalled, type Installed } from './record'

export type Located =
  /** `installed` is null for a package that no setup has checked. */
  | { readonly kind: 'found'; readonly module: string; readonly installed: Installed | null }
  /** `reason` is one sentence, with what to do. */
  | { readonly kind: 'absent'; readonly reason: string }

export interface Surroundings {
  readonly cache: string
  /** The folder of the optional dependency `@tensorflow/tfjs-node-gpu`; null when it is not installed. */
  readonly package: string | null
}

export const surroundings = (): Surroundings => ({ cache: cacheDirectory(), package: packageFolder() })

/**
 * The package to load. What a setup has recorded comes first, since that has been checked; else the optional dependency,
 * which npm removes where its install failed. Loads nothing.
 */
export function locateTensorflow({ cache, package: own }: Surroundings = surroundings()): Located {
  const installed = readInstalled(cache)
  if (installed && hasBinding(installed.module)) return { kind: 'found', module: installed.module, installed }
  if (own !== null && hasBinding(own)) return { kind: 'found', module: own, installed: null }
  const why = installed ? `TensorFlow, set up at ${installed.module}, is gone` : 'TensorFlow is not set up'
  return { kind: 'absent', reason: `${why}. "npm run setup:tensorflow" fetches and builds it.` }
}

/** Whether the package's native part is there, whose folder is named after the version of Node-API: `lib/napi-v8`. */
export function hasBinding(module: string): boolean {
  const folder = join(module, 'lib')
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'tfjs_binding.node')))
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'))
  } catch {
    return null
  }
}
