import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'
import { loadTensorflow, type Tensorflow } from './load'

/** Programs on libtensorflow, kernel by kernel through TensorFlow.js. Throws one sentence where there is none. */
export async function loadReplay(name: string): Promise<Backend> {
  const tensorflow = await loadTensorflow()
  return { ...createTfjsBackend(tensorflow.tf, name), uses: `${placeOf(tensorflow)}, op by op` }
}

/** `TensorFlow 2.21.0 on the CPU`, or on the GPU with its name. */
export function placeOf({ version, gpu, devices }: Pick<Tensorflow, 'version' | 'gpu' | 'devices'>): string {
  const device = !gpu ? 'the CPU' : devices.length === 0 ? 'a CUDA GPU' : devices.join(', ')
  return `TensorFlow ${version} on ${device}`
}
