import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Tfjs } from '@shared/tensor/backends/tfjs'
import { locateTensorflow } from './locate'

// not named `require`: the build defines one of its own
const requireModule = createRequire(import.meta.url)

/** What `@tensorflow/tfjs-node-gpu` exports, as far as it is used. It registers itself as tfjs's backend `tensorflow`. */
export interface TensorflowModule extends Tfjs {
  ready(): Promise<void>
  /** Of tfjs's active backend. */
  backend(): { readonly binding?: { readonly TF_Version: string }; readonly isUsingGpuDevice?: boolean }
}

/** TensorFlow, loaded and active in tfjs. */
export interface Tensorflow {
  readonly tf: TensorflowModule
  /** The package's folder. */
  readonly module: string
  /** libtensorflow's version. */
  readonly version: string
  /** Whether it computes on a CUDA GPU, and on which as far as the setup saw. */
  readonly gpu: boolean
  readonly devices: readonly string[]
}

/** Loads what `locateTensorflow` finds. Throws one sentence when there is none or it does not load. */
export async function loadTensorflow(): Promise<Tensorflow> {
  const located = locateTensorflow()
  if (located.kind === 'absent') throw new Error(located.reason)
  const { module, installed } = located
  return { ...(await loadModule(module)), devices: installed?.devices ?? [] }
}

/** Loads the package in this folder. */
export async function loadModule(module: string): Promise<Omit<Tensorflow, 'devices'>> {
  mendUtil()
  prepareEnvironment()
  let tf: TensorflowModule
  try {
    silence(module)
    tf = requireModule(module) as TensorflowModule
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new Error(
      `TensorFlow in ${module} does not load: ${reason}. "npm run setup:tensorflow -- --force" builds it anew.`,
      { cause: error },
    )
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`TensorFlow in ${module} could not be started.`)
  await tf.ready()
  const { binding, isUsingGpuDevice } = tf.backend()
  return { tf, module, version: binding?.TF_Version ?? 'of unknown version', gpu: isUsingGpuDevice ?? false }
}

/** What libtensorflow reads of the environment when it is loaded. */
export function prepareEnvironment(): void {
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true' // else it takes the whole memory of the card at once
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3' // neither its greetings nor what it then does without are errors
}

/** The package's tfjs shares its tables with the app's, and would warn of each kernel that both bring along. */
function silence(module: string): void {
  const core = createRequire(join(module, 'package.json'))('@tensorflow/tfjs-core') as { enableProdMode(): void }
  core.enableProdMode()
}

/** tfjs-node calls two functions of `node:util` that Node 22 warns of and Node 23 removed. */
function mendUtil(): void {
  const util = requireModule('node:util') as Record<string, unknown>
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined
  util['isArray'] = Array.isArray
}

/** `TensorFlow 2.21.0 on the CPU`, or on the GPU with its name. */
export function placeOf({ version, gpu, devices }: Pick<Tensorflow, 'version' | 'gpu' | 'devices'>): string {
  const device = !gpu ? 'the CPU' : devices.length === 0 ? 'a CUDA GPU' : devices.join(', ')
  return `TensorFlow ${version} on ${device}`
}
