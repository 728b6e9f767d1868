import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { ComputeSettings } from '@shared/rpc/protocol'
import { createTensorflowBackend } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend } from '@shared/tensor/runtime/backend'
import { paths } from '../../paths'
import { placeOf, prepareEnvironment } from '../load'
import { locateTensorflow } from '../locate'
import { cacheDirectory, tensorflowFolder } from '../record'
import { keepCompiled } from './kept'
import { startThreads } from './threads'
import { tuneXla } from './tune'

/** Programs as graphs of libtensorflow, on threads of their own. Throws one sentence where there is none. */
export async function loadGraph({ precision }: ComputeSettings, manner?: Manner): Promise<Backend> {
  const located = locateTensorflow()
  if (located.kind === 'absent') throw new Error(located.reason)
  const { module, installed } = located
  if (installed?.graph === false)
    throw new Error(
      `TensorFlow ${installed.version} runs no graphs here. "npm run setup:tensorflow -- --force" tries anew.`,
    )
  const devices = installed?.devices ?? []
  prepareEnvironment()
  tuneXla(installed?.version)
  keepCompiled(join(tensorflowFolder(cacheDirectory()), 'xla'))
  const runner = await startThreads({
    entry: paths.tensorflowThread,
    module,
    cores: availableParallelism(),
    describe: (version, gpu) => placeOf({ version, gpu, devices }),
    hardware: (version, gpu) => ({
      kind: gpu ? 'gpu' : 'cpu',
      name: gpu ? (devices[0] ?? 'a CUDA GPU') : 'the CPU',
      facts: { version, cuda: gpu },
    }),
  })
  return createTensorflowBackend({
    runner,
    precision,
    memoryLimit: runner.hardware?.kind === 'gpu' ? undefined : totalmem(),
    // where XLA was found not to compile it is not tried for each program
    manner: manner ?? (installed?.xla === false ? 'graph' : undefined),
  })
}
