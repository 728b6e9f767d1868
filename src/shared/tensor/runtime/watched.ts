import type { Backend, Executable, Extent } from './backend'
import { asDeviceFault } from './device'

/** The same backend, whose executables reject with a `DeviceError` when its device fails them. */
export function watched(backend: Backend): Backend {
  const { name, precision, rowStep } = backend
  return {
    name,
    precision,
    rowStep,
    // which may change with what is prepared
    get uses() {
      return backend.uses
    },
    get fallbacks() {
      return backend.fallbacks
    },
    get hardware() {
      return backend.hardware
    },
    prepare: async (program, making) => new WatchedExecutable(await backend.prepare(program, making), name),
    dispose: () => {
      backend.dispose()
    },
  }
}

class WatchedExecutable implements Executable {
  readonly begin?: (extent?: Extent) => void
  readonly finish?: () => Promise<void>

  constructor(
    private readonly inner: Executable,
    private readonly backend: string,
  ) {
    if (!inner.begin || !inner.finish) return
    this.begin = (extent) => {
      this.#blame(() => inner.begin!(extent))
    }
    this.finish = () => this.#blamed(() => inner.finish!())
  }

  get program() {
    return this.inner.program
  }
  get threads() {
    return this.inner.threads
  }
  get turns() {
    return this.inner.turns
  }

  write(input: string, values: ArrayLike<number>): void {
    this.#blame(() => {
      this.inner.write(input, values)
    })
  }

  run(extent?: Extent): Promise<void> {
    return this.#blamed(() => this.inner.run(extent))
  }

  read(name: string): Promise<Float64Array> {
    return this.#blamed(() => this.inner.read(name))
  }

  dispose(): void {
    this.inner.dispose()
  }

  #blame(deed: () => void): void {
    try {
      deed()
    } catch (error) {
      throw asDeviceFault(this.backend, error)
    }
  }

  async #blamed<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await deed()
    } catch (error) {
      throw asDeviceFault(this.backend, error)
    }
  }
}
