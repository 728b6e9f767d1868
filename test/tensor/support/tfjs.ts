import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'

export const tfjsNames = ['wasm', 'cpu'] as const

/** A tfjs backend, made active and ready. */
export async function tfjsBackend(name: (typeof tfjsNames)[number]): Promise<Backend> {
  const { resolve } = createRequire(import.meta.url)
  setWasmPaths(`${dirname(resolve('@tensorflow/tfjs-backend-wasm'))}/`)
  await tf.setBackend(name)
  await tf.ready()
  return createTfjsBackend(tf, `tfjs-${name}`)
}

/** How many values tfjs holds, on whichever backend. */
export const heldTensors = (): number => tf.memory().numTensors
