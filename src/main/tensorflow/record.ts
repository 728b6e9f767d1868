import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { packed, paths } from '../paths'
import { dataDirectory } from '../store/directory'
import { writeWhole } from '../store/files'

/** A libtensorflow with its Node binding that was found to work on this machine. */
export const Installed = z.object({
  /** The folder of the package `@tensorflow/tfjs-node-gpu`, absolute: what to `require`. */
  module: z.string(),
  /** libtensorflow's version, as it says itself: `2.21.0`. */
  version: z.string(),
  /** From TensorFlow's Python wheel, from a library that the user named, or as the package's own install made it. */
  source: z.enum(['wheel', 'library', 'package']),
  /** Whether it computed on a CUDA GPU when it was checked. */
  gpu: z.boolean(),
  /** Names of the GPUs that it found. */
  devices: z.array(z.string()),
  /** NVIDIA's packages that lie beside it, with their versions: `nvidia-cublas-cu12 12.9.3.13`. */
  cuda: z.array(z.string()),
  /** Kernels of TensorFlow.js whose values were compared with the reference. */
  kernels: z.array(z.string()),
  /** Whether programs ran rightly as graphs, and whether XLA compiled them; an older record did not ask. */
  graph: z.boolean().default(true),
  xla: z.boolean().default(true),
  /** When it was checked, ISO 8601. */
  checked: z.string(),
})
export type Installed = z.infer<typeof Installed>

/** Where Diffeo keeps what can be made again: `DIFFEO_CACHE`, or `.cache` of the project, `cache` of an installed app. */
export const cacheDirectory = (environment: Readonly<Record<string, string | undefined>> = process.env): string =>
  resolve(environment['DIFFEO_CACHE'] || (packed ? join(dataDirectory(), 'cache') : join(paths.root, '.cache')))

export const tensorflowFolder = (cache: string): string => join(cache, 'tensorflow')

const recordPath = (cache: string): string => join(tensorflowFolder(cache), 'installed.json')

/** The record, or null where there is none that can be read: an older or damaged one is as good as none. */
export function readInstalled(cache: string): Installed | null {
  try {
    return Installed.parse(JSON.parse(readFileSync(recordPath(cache), 'utf8')))
  } catch {
    return null
  }
}

export const writeInstalled = (cache: string, installed: Installed): Promise<void> =>
  writeWhole(recordPath(cache), JSON.stringify(installed, null, 2) + '\n')
