import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import type { EngineSettings } from '@shared/rpc/protocol'
import { createTensorflowBackend } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend } from '@shared/tensor/runtime/backend'
import { paths } from '../../paths'
import { startThreads } from './threads'

/** Programs that are kept compiled; the oldest go first. */
const MOST_KEPT = 200

export interface GraphOptions {
  /** Folder of the package with the binding. */
  readonly module: string
  /** Where compiled programs are kept from one start to the next; null keeps none. */
  readonly kept: string | null
  /** Words for a version and a device. */
  readonly describe: (version: string, gpu: boolean) => string
  readonly manner?: Manner
}

/** Programs as TensorFlow's graphs, on threads of their own. Throws where the binding does not load. */
export async function loadGraph(
  { precision }: EngineSettings,
  { module, kept, describe, manner }: GraphOptions,
): Promise<Backend> {
  // libtensorflow reads these when it is loaded
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true' // else it takes the whole memory of the card at once
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3' // it logs as errors what it then does without
  if (kept !== null) keepCompiled(kept)
  const runner = await startThreads({ entry: paths.tensorflowThread, module, cores: availableParallelism(), describe })
  return createTensorflowBackend({ runner, precision, manner })
}

/** Has XLA find again what it has compiled before: of this processor alone, since it is machine code. */
function keepCompiled(folder: string): void {
  const model = cpus()[0]?.model ?? 'unknown'
  const own = join(folder, `${process.arch} ${model}`.replace(/[^\w.-]+/g, '-'))
  mkdirSync(own, { recursive: true })
  const files = readdirSync(own).map((name) => ({ path: join(own, name), time: statSync(join(own, name)).mtimeMs }))
  for (const { path } of files.sort((a, b) => b.time - a.time).slice(MOST_KEPT)) rmSync(path)
  process.env['TF_XLA_FLAGS'] ??= `--tf_xla_persistent_cache_directory=${own}`
}
