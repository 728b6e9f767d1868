import { DeviceError } from '../../runtime/device'

/** The device is gone: what was on it is lost, and nothing runs on it any more. */
export class DeviceLost extends DeviceError {
  constructor(reason: string) {
    super('webgpu', 'lost', reason || 'no reason given')
  }
}

/** There is too little memory on the device. */
export class OutOfDeviceMemory extends DeviceError {
  constructor(reason: string) {
    super('webgpu', 'out-of-memory', reason)
  }
}

/** A device that is watched: what goes wrong on it is thrown by the next to ask. */
export class WatchedDevice {
  #lost: DeviceLost | null = null
  #error: Error | null = null

  constructor(readonly device: GPUDevice) {
    void device.lost.then(({ message, reason }) => {
      this.#lost = new DeviceLost(message || reason)
    })
    device.addEventListener('uncapturederror', (event) => {
      this.#error ??= new Error(`internal: WebGPU: ${event.error.message}`)
    })
  }

  /** Throws what has gone wrong since it was last asked. */
  check(): void {
    if (this.#lost) throw this.#lost
    const error = this.#error
    this.#error = null
    if (error) throw error
  }

  /** The result of what the device does; where that fails because it is lost, the loss is what is thrown. */
  async wait<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work
      this.check()
      return result
    } catch (error) {
      await Promise.resolve() // the loss is told of in a promise of its own
      this.check()
      throw error
    }
  }

  /** Makes something on the device; throws in words where memory runs out or it is refused. */
  async make<T>(what: string, deed: () => T | Promise<T>): Promise<T> {
    const { device } = this
    device.pushErrorScope('out-of-memory')
    device.pushErrorScope('validation')
    const outcome = Promise.resolve().then(deed)
    const made = outcome.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    // scopes close over what was called for until now; promises of pipelines tell of their own errors
    const result = await made
    const [invalid, full] = await Promise.all([device.popErrorScope(), device.popErrorScope()])
    this.check()
    if (full) throw new OutOfDeviceMemory(`The GPU is out of memory for ${what}: ${full.message}`)
    if (invalid) throw new Error(`internal: WebGPU refuses ${what}: ${invalid.message}`)
    if ('error' in result) throw result.error
    return result.value
  }
}
