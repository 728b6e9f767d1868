/** What a backend computes on. */
export interface Device {
  /** `emulated`: a graphics card that a processor stands in for. */
  readonly kind: 'cpu' | 'gpu' | 'emulated'
  /** The card's or adapter's own name; of processors, what of them is used. */
  readonly name: string
  /** What else is known of it, by name: lanes, threads, the library's version, limits. */
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

/** Why a device does not compute on. */
export type DeviceFault = 'lost' | 'out-of-memory' | 'failed'

const words: Readonly<Record<DeviceFault, string>> = {
  lost: 'lost its device',
  'out-of-memory': 'is out of memory',
  failed: 'failed',
}

/** A device that had begun and computes no more. What was on it is not to be had; the same may go well on another. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError'

  constructor(
    readonly backend: string,
    readonly fault: DeviceFault,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${backend} ${words[fault]}: ${reason}`, options)
  }
}

/** What a backend threw, as the fault of its device: also our own mistake in it is best got round by another. */
export function asDeviceFault(backend: string, thrown: unknown): DeviceError {
  if (thrown instanceof DeviceError) return thrown
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return new DeviceError(backend, faultIn(text), text.split('\n')[0], { cause: thrown })
}

/** As WebAssembly, WebGPU, CUDA and TensorFlow's statuses say it. */
function faultIn(text: string): DeviceFault {
  if (/out of memory|\boom\b|resource.?exhausted|allocat/i.test(text)) return 'out-of-memory'
  return /\blost\b|destroyed|unavailable/i.test(text) ? 'lost' : 'failed'
}
