import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import type * as tfjs from '@tensorflow/tfjs-core'
import type { BackendOffer } from '@shared/engine/host'
import type { EngineSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'
import { loadCompiled } from './compiled'
import { loadWebgpu } from './webgpu'

// not named `require`: the build defines one of its own
const requirePackage = createRequire(import.meta.url)

/** The machines that Node can run programs on, best first. Nothing is loaded before it is asked for. */
export const backendOffers = (): readonly BackendOffer[] => [
  { name: 'wasm', load: async (settings) => loadCompiled(settings) },
  { name: 'tfjs-node-gpu', load: inFloat32(loadGpu) },
  { name: 'tfjs-wasm', load: inFloat32(loadWasm) },
  { name: 'tfjs-cpu', load: inFloat32(loadCpu) },
  { name: 'webgpu', load: loadWebgpu }, // by its name alone: what it finds may be a processor that plays a GPU
  { name: 'reference', load: () => Promise.resolve(createReferenceBackend()) },
]

/** TensorFlow.js has no float64: it is not loaded only to be refused. */
const inFloat32 =
  (load: () => Promise<Backend>) =>
  ({ precision }: EngineSettings): Promise<Backend> =>
    precision === 'float32' ? load() : Promise.reject(new Error('TensorFlow.js computes in float32 only.'))

async function select(name: string): Promise<typeof tfjs> {
  const tf = await import('@tensorflow/tfjs-core')
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its backend "${name}"`)
  return tf
}

async function loadGpu() {
  mendUtil()
  try {
    requirePackage('@tensorflow/tfjs-node-gpu') // registers itself as "tensorflow"
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new Error(`@tensorflow/tfjs-node-gpu does not load: ${reason}`, { cause: error })
  }
  const tf = await select('tensorflow')
  // Without CUDA the package runs on one CPU library, which is not what was offered.
  const { isUsingGpuDevice } = tf.backend() as { readonly isUsingGpuDevice?: boolean }
  if (!isUsingGpuDevice) throw new Error('TensorFlow found no CUDA GPU on this machine')
  return createTfjsBackend(tf, 'tfjs-node-gpu')
}

async function loadWasm() {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(dirname(requirePackage.resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  return createTfjsBackend(await select('wasm'), 'tfjs-wasm')
}

async function loadCpu() {
  await import('@tensorflow/tfjs-backend-cpu')
  return createTfjsBackend(await select('cpu'), 'tfjs-cpu')
}

/** tfjs-node calls two functions of `node:util` that Node 23 removed. */
function mendUtil(): void {
  const util = requirePackage('node:util') as Record<string, unknown>
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] ??= Array.isArray
}
