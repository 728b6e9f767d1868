/** What this backend uses of `@tensorflow/tfjs-core`; its namespace fits as it is. */
export interface Tfjs {
  getBackend(): string
  setBackend(name: string): Promise<boolean>
  backend(): TfjsDevice
  getKernel(kernel: string, backend: string): { kernelFunc(call: TfjsCall): TfjsInfo | TfjsInfo[] }
  engine(): { runKernel(kernel: string, inputs: object, attributes?: object): unknown }
  tensor(values: TfjsValues, shape: number[], dtype: TfjsType): TfjsTensor
}

export type TfjsType = 'float32' | 'int32' | 'bool'
export type TfjsValues = Float32Array | Int32Array | Uint8Array

/** A reference to values on the device. Several may share one `dataId`, whose uses the device counts. */
export interface TfjsInfo {
  readonly dataId: object
  readonly shape: number[]
  readonly dtype: string
}

export interface TfjsTensor extends TfjsInfo {
  data(): Promise<ArrayLike<number>>
  dispose(): void
}

interface TfjsDevice {
  write(values: TfjsValues, shape: number[], dtype: TfjsType): object
  read(dataId: object): Promise<unknown>
  disposeData(dataId: object, force?: boolean): boolean
}

interface TfjsCall {
  readonly inputs: object
  readonly backend: object
  readonly attrs?: object
}
