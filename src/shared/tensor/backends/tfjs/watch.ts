import type { Tfjs } from './tfjs'

/** `tf` as it is, and the names of the kernels that have been called through it. */
export function watchKernels(tf: Tfjs): { readonly tf: Tfjs; readonly kernels: ReadonlySet<string> } {
  const kernels = new Set<string>()
  const engine = {
    runKernel: (kernel: string, inputs: object, attributes: object | undefined) => {
      kernels.add(kernel)
      return tf.engine().runKernel(kernel, inputs, attributes)
    },
  }
  return {
    kernels,
    tf: {
      getBackend: () => tf.getBackend(),
      setBackend: (name) => tf.setBackend(name),
      tensor: (values, shape, dtype) => tf.tensor(values, shape, dtype),
      engine: () => engine,
    },
  }
}
