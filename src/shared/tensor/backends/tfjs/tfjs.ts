/** What this backend uses of `@tensorflow/tfjs-core`; its namespace fits as it is. */
export interface Tfjs {
  getBackend(): string
  setBackend(name: string): Promise<boolean>
  engine(): { runKernel(kernel: string, inputs: object, attributes: object | undefined): unknown }
  tensor(values: TfjsValues, shape: number[], dtype: TfjsType): Tensor
}

export type TfjsType = 'float32' | 'int32' | 'bool'
export type TfjsValues = Float32Array | Int32Array | Uint8Array

/** A reference to values on the device; several may share them. */
export interface Tensor {
  data(): Promise<ArrayLike<number>>
  dispose(): void
}
