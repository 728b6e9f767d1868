import type { Tensor, Tfjs, TfjsType, TfjsValues } from './tfjs'

/** Kernels of one tfjs backend, without tape, scopes or type conversion. Who gets a tensor disposes of it. */
export interface Kernels {
  /** To be called before kernels are: makes sure that they reach this backend. */
  activate(): void
  /** Calls a kernel by its name in tfjs; `inputs` by the kernel's own names, or a list for `Concat`. */
  call(kernel: string, inputs: object, attributes: object): Tensor
  upload(values: TfjsValues, shape: readonly number[], dtype: TfjsType): Tensor
}

/** The kernels of the backend that is active in tfjs now. */
export function activeKernels(tf: Tfjs): Kernels {
  const name = tf.getBackend()
  const engine = tf.engine()
  return {
    activate() {
      // takes effect at once, since the backend has been initialised
      if (tf.getBackend() !== name) void tf.setBackend(name)
    },
    call: (kernel, inputs, attributes) => engine.runKernel(kernel, inputs, attributes) as Tensor,
    upload: (values, shape, dtype) => tf.tensor(values, [...shape], dtype),
  }
}
