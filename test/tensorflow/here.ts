import { availableParallelism } from 'node:os'
import { createTensorflowBackend } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend, Precision } from '@shared/tensor/runtime/backend'
import { loadBinding } from '../../src/main/tensorflow/graph/binding'
import { runnerHere } from '../../src/main/tensorflow/graph/here'
import { Sessions } from '../../src/main/tensorflow/graph/sessions'
import { tuneXla } from '../../src/main/tensorflow/graph/tune'
import { cacheDirectory, readInstalled } from '../../src/main/tensorflow/record'

/** Sessions of the libtensorflow in a package's folder. */
export function sessionsIn(module: string): Sessions {
  tuneXla(readInstalled(cacheDirectory())?.version)
  return new Sessions(loadBinding(module))
}

export const backendHere = (sessions: Sessions, manner: Manner, precision: Precision = 'float32'): Backend =>
  createTensorflowBackend({ runner: runnerHere(sessions, availableParallelism()), manner, precision })
