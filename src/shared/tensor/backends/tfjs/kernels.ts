import type { Tfjs, TfjsInfo, TfjsTensor, TfjsType, TfjsValues } from './tfjs'

/** Kernels of one tfjs backend, without tape, scopes or type conversion. Who gets a handle frees it once. */
export interface Kernels {
  /** To be awaited before a run: makes sure that calls reach this backend. */
  ready(): Promise<void>
  /** A kernel by its name in tfjs. */
  kernel(name: string): Kernel
  upload(values: TfjsValues, shape: readonly number[], dtype: TfjsType): TfjsInfo
  read(handle: TfjsInfo): Promise<ArrayLike<number>>
  free(handle: TfjsInfo): void
}

/** One call; `inputs` by the kernel's own names, or a list for `Concat`. */
export type Kernel = (inputs: object, attributes: object) => TfjsInfo

/** Backends whose kernels keep no books in tfjs's engine, so that they can be called without it. */
const bookless = ['cpu', 'wasm']

/** The kernels of the backend that is active in tfjs now. */
export function activeKernels(tf: Tfjs): Kernels {
  return bookless.includes(tf.getBackend()) ? directKernels(tf) : engineKernels(tf)
}

/** Calls a backend's kernel functions themselves: 4 µs instead of 14 for a small sum on the wasm backend. */
export function directKernels(tf: Tfjs): Kernels {
  const name = tf.getBackend()
  const device = tf.backend()
  return {
    ready: () => Promise.resolve(),
    kernel: (kernel) => {
      const { kernelFunc } = tf.getKernel(kernel, name)
      return (inputs, attrs) => kernelFunc({ inputs, attrs, backend: device }) as TfjsInfo
    },
    upload: (values, shape, dtype) => ({ dataId: device.write(values, [...shape], dtype), shape: [...shape], dtype }),
    read: ({ dataId }) => device.read(dataId) as Promise<ArrayLike<number>>,
    free: ({ dataId }) => {
      device.disposeData(dataId)
    },
  }
}

/** Calls kernels through tfjs's engine, which keeps the books of backends such as tfjs-node's. */
export function engineKernels(tf: Tfjs): Kernels {
  const name = tf.getBackend()
  const engine = tf.engine()
  return {
    ready: async () => {
      if (tf.getBackend() !== name) await tf.setBackend(name)
    },
    kernel: (kernel) => (inputs, attributes) => engine.runKernel(kernel, inputs, attributes) as TfjsInfo,
    upload: (values, shape, dtype) => tf.tensor(values, [...shape], dtype),
    read: (handle) => (handle as TfjsTensor).data(),
    free: (handle) => {
      const tensor = handle as TfjsTensor
      tensor.dispose()
    },
  }
}
