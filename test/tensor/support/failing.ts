import type { Backend, Executable } from '@shared/tensor/runtime/backend'
import { DeviceError, type DeviceFault } from '@shared/tensor/runtime/device'

/** How a backend is to fail. Runs are counted over all programs that `counts` names; all where it is left out. */
export interface Failing {
  readonly backend: Backend
  readonly name: string
  /** The run, from 1 on, that fails, and all after it; or the making of a program. */
  readonly at: number | 'prepare'
  /** How: `untold` throws what says nothing of a device. */
  readonly as: DeviceFault | 'untold'
  readonly counts?: (program: string) => boolean
}

/** A backend that computes as another until it fails, and then as a lost device does: nothing can be read from it. */
export function failing({ backend, name, at, as, counts = () => true }: Failing): Backend {
  let runs = 0
  let dead = false
  const fail = (): never => {
    dead = true
    throw as === 'untold' ? new Error('status 13') : new DeviceError(name, as, 'a test said so')
  }
  const alive = () => {
    if (dead) fail()
  }
  return {
    ...backend,
    name,
    prepare: async (program, making) => {
      if (at === 'prepare' && counts(program.name)) fail()
      alive()
      const inner = await backend.prepare(program, making)
      const executable: Executable = {
        program: inner.program,
        threads: inner.threads,
        turns: inner.turns,
        write: (input, values) => {
          inner.write(input, values)
        },
        run: async (extent) => {
          alive()
          if (counts(program.name) && at !== 'prepare' && ++runs >= at) fail()
          await inner.run(extent)
        },
        read: async (output) => {
          alive()
          return inner.read(output)
        },
        dispose: () => {
          inner.dispose()
        },
      }
      return executable
    },
  }
}
