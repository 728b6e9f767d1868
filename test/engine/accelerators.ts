import type { BackendOffer } from '@shared/engine/host'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import type { Device } from '@shared/tensor/runtime/device'

/** A clock that programs move on as they run, so that a fake backend can be quick or slow. */
export interface Clock {
  now(): number
  /** Milliseconds pass. */
  pass(ms: number): void
}

/** Every look at it takes a hundredth of a millisecond. */
export function clock(): Clock {
  let time = 0
  return { now: () => (time += 0.01), pass: (ms) => void (time += ms) }
}

const isStep = (program: string): boolean => program === 'training step'

const card: Device = { kind: 'gpu', name: 'Testcard 1', facts: {} }

/** The interpreter, in which a training step takes so many milliseconds by the clock. */
export function timed(name: string, stepMs: number, { pass }: Clock, hardware = card): Backend {
  const reference = createReferenceBackend()
  return {
    ...reference,
    name,
    hardware,
    prepare: async (program) => {
      const inner = await reference.prepare(program)
      return {
        program: inner.program,
        write: inner.write.bind(inner),
        read: inner.read.bind(inner),
        dispose: inner.dispose.bind(inner),
        run: (extent) => {
          if (isStep(program.name)) pass(stepMs)
          return inner.run(extent)
        },
      }
    },
  }
}

export const offer = (backend: () => Backend, more: Partial<BackendOffer> = {}): BackendOffer => ({
  name: backend().name,
  load: () => Promise.resolve(backend()),
  ...more,
})
