import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { ComputeSettings } from '@shared/rpc/protocol'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures, type Features } from '@shared/tensor/backends/wasm/features'
import type { Backend } from '@shared/tensor/runtime/backend'
import { paths } from '../paths'
import { createThreadPool } from './threads/pool'

/** More threads than this have too few rows of a batch each to be of use, unless a person asks for them. */
const MOST_THREADS = 8
/** A WebAssembly memory has no more than this. */
const ADDRESSABLE = 4 * 1024 ** 3

export interface Surroundings {
  readonly features: Features
  /** The entry of worker threads, where there is one. */
  readonly worker: string | null
}

/** Programs compiled to WebAssembly, on worker threads where they can share memory. Throws where there is no SIMD. */
export function loadCompiled(
  { precision, threads }: ComputeSettings,
  { features, worker }: Surroundings = surroundings(),
): Backend {
  const most = threads === 'auto' ? Math.min(availableParallelism(), MOST_THREADS) : threads
  if (!features.simd) throw new Error(features.missing.join(' '))
  const pool =
    most > 1 && features.sharedMemory && worker !== null ? createThreadPool({ entry: worker, threads: most }) : null
  const memoryLimit = Math.min(ADDRESSABLE, totalmem() / 2)
  const backend = createWasmBackend({ precision, features, pool, threads, memoryLimit, now: () => performance.now() })
  return {
    ...backend,
    dispose() {
      backend.dispose()
      void pool?.dispose()
    },
  }
}

let found: Surroundings | null = null

/** What is here; looked for once. */
export function surroundings(): Surroundings {
  return (found ??= { features: detectAll(), worker: existsSync(paths.worker) ? paths.worker : null })
}

/** Node before 22 has relaxed SIMD behind a flag, which holds for the modules of all threads from then on. */
function detectAll(): Features {
  const features = detectFeatures()
  if (!features.simd || features.relaxedSimd) return features
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  return detectFeatures()
}
