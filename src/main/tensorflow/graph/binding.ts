import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// not named `require`: the build defines one of its own
const requirePackage = createRequire(import.meta.url)

/** What is used of the native binding in @tensorflow/tfjs-node-gpu. Every call blocks; failures throw. */
export interface Binding {
  readonly TF_Version: string
  isUsingGpuDevice(): boolean
  /** Shares the array's memory. */
  createTensor(shape: readonly number[], type: number, values: ArrayBufferView): number
  deleteTensor(tensor: number): void
  tensorDataSync(tensor: number): Float32Array | Int32Array | Uint8Array
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(model: number): void
  /** Names are `node:0`, separated by commas. */
  runSavedModel(
    model: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly { readonly id: number }[]
}

/** Loads the binding of a package that was built, from the package's folder. TensorFlow itself comes with it. */
export function loadBinding(folder: string): Binding {
  const built = readdirSync(join(folder, 'lib')).find((name) => name.startsWith('napi-v'))
  if (built === undefined) throw new Error(`${folder} holds no binding that was built`)
  return requirePackage(join(folder, 'lib', built, 'tfjs_binding.node')) as Binding
}
