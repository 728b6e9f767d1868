import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import type * as tfjs from '@tensorflow/tfjs-core'
import type { BackendOffer } from '@shared/engine/host'
import type { ComputeSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'
import { loadCompiled } from './compiled'
import { loadWebgpu } from './webgpu'
import { cacheDirectory, readInstalled } from '../tensorflow/record'

// not named `require`: the build defines one of its own
const requirePackage = createRequire(import.meta.url)

/**
 * The machines that Node can run programs on. Of those that make programs in no time the best first; which of the
 * accelerators is quickest, and for which flow, is measured. Nothing is loaded before it is asked for.
 */
export const backendOffers = (): readonly BackendOffer[] => [
  { name: 'wasm', load: async (settings) => loadCompiled(settings) },
  {
    name: 'tensorflow',
    accelerator: true,
    gpu: () => readInstalled(cacheDirectory())?.gpu === true,
    load: async (settings) => (await import('../tensorflow/graph/load')).loadGraph(settings),
  },
  { name: 'webgpu', accelerator: true, load: loadWebgpu },
  { name: 'tfjs-wasm', load: inFloat32(loadWasm) },
  { name: 'tfjs-cpu', load: inFloat32(loadCpu) },
  { name: 'reference', load: () => Promise.resolve(createReferenceBackend()) },
]

/** TensorFlow.js has no float64: it is not loaded only to be refused. */
const inFloat32 =
  (load: () => Promise<Backend>) =>
  ({ precision }: ComputeSettings): Promise<Backend> =>
    precision === 'float32' ? load() : Promise.reject(new Error('TensorFlow.js computes in float32 only.'))

/** TensorFlow.js gives up a backend that is still starting when one is asked for again: they start one after another. */
let started: Promise<unknown> = Promise.resolve()

function select(name: string): Promise<typeof tfjs> {
  const next = started.then(() => start(name))
  started = next.catch(() => undefined)
  return next
}

async function start(name: string): Promise<typeof tfjs> {
  const tf = await import('@tensorflow/tfjs-core')
  tf.enableProdMode() // greets nobody, and warns not of kernels that the tfjs of libtensorflow brings again
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its backend "${name}"`)
  return tf
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
