import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { createTensorflowBackend, type Runner } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend, Precision } from '@shared/tensor/runtime/backend'
import { loadBinding } from '../../../src/main/tensorflow/graph/binding'
import { Sessions } from '../../../src/main/tensorflow/graph/sessions'
import { paths } from '../../../src/main/paths'

/** Folder of the package that was set up; null where there is none. */
export const tensorflowModule = ((): string | null => {
  const cache = resolve(process.env['DIFFEO_CACHE'] ?? join(paths.root, '.cache'))
  const record = join(cache, 'tensorflow', 'installed.json')
  if (!existsSync(record)) return null
  const { module } = JSON.parse(readFileSync(record, 'utf8')) as { readonly module: string }
  return existsSync(join(module, 'lib')) ? module : null
})()

/** Where the suite must not be skipped. */
const isRequired = (process.env['DIFFEO_REQUIRE'] ?? '').split(',').includes('tensorflow')

/** Why tests that need TensorFlow are skipped; null when they are not. Throws where they must not be. */
export const missing = ((): string | null => {
  if (tensorflowModule !== null) return null
  const reason = 'no libtensorflow is set up; "npm run setup:tensorflow" fetches and builds it'
  if (isRequired) throw new Error(`DIFFEO_REQUIRE asks for tensorflow, but ${reason}`)
  return reason
})()

let sessions: Sessions | null = null

/** TensorFlow on the calling thread, so that a test needs no build. */
function here(): Runner {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3'
  const own = (sessions ??= new Sessions(loadBinding(tensorflowModule!)))
  return {
    uses: 'TensorFlow',
    threads: availableParallelism(),
    load: async (model) => {
      const id = own.load(model)
      return {
        run: async (feeds, fetches) => own.run(id, feeds, fetches),
        dispose: () => {
          own.forget(id)
        },
      }
    },
    dispose: () => undefined,
  }
}

export const tensorflowBackend = (manner: Manner, precision: Precision = 'float32'): Backend =>
  createTensorflowBackend({ runner: here(), manner, precision })
