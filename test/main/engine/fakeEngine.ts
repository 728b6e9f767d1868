import type { FlowDocument } from '@shared/document/schema'
import type { Frame, RunState, RunStatus } from '@shared/rpc/protocol'
import type { EngineFactory } from '../../../src/main/engine/serve'

/**
 * An engine that counts instead of training: `step` counts up and makes a checkpoint, `open` starts again at 0. It holds
 * to the same contract as the real one, so that the processes around it can be tested alone.
 *
 * A document named "poison" ends the process that opens it; so does a checkpoint that starts with 255.
 */
export const createFakeEngine: EngineFactory = (_host, emit) => {
  let document: FlowDocument | null = null
  let step = 0
  let state: RunState = { kind: 'empty' }
  let views: readonly string[] = []

  const status = (): RunStatus => ({ state, step, steps: 100, stepsPerSecond: 0, best: null, seed: 0 })
  const become = (next: RunState) => {
    state = next
    emit({ event: 'status', status: status() })
  }
  const frame = (view: string): Frame => ({ kind: 'samples', view, step, dims: 1, points: Float32Array.of(step) })

  return {
    restore(checkpoint) {
      if (checkpoint[0] === 255) process.exit(7)
      if (checkpoint[0] === 254) return Promise.reject(new Error('this checkpoint is from another version'))
      step = checkpoint[0]!
      become({ kind: 'paused' })
      return Promise.resolve(step)
    },
    ruleOut: () => undefined,
    library: () => Promise.reject(new Error('this engine keeps no runs')),
    dispose: () => Promise.resolve(),
    async call(method, params) {
      await Promise.resolve()
      const given = params as never as { document: FlowDocument; count: number; views: { id: string }[] }
      switch (method) {
        case 'open':
          document = given.document
          if (document.name === 'poison') {
            console.error('RangeError: poisoned')
            process.exit(3)
          }
          step = 0
          become({ kind: 'ready' })
          return null as never
        case 'train':
          become({ kind: 'training' })
          return null as never
        case 'pause':
          become({ kind: 'paused' })
          return null as never
        case 'step':
          step += given.count
          emit({ event: 'checkpoint', checkpoint: Uint8Array.of(step) })
          for (const view of views) emit({ event: 'frame', frame: frame(view) })
          return null as never
        case 'watch':
          views = given.views.map(({ id }) => id)
          return null as never
        case 'attach':
          return { document, opened: null, status: status(), history: views } as never
        case 'evaluate':
          return new Promise<never>(() => undefined) // never answers
        default:
          return null as never
      }
    },
  }
}
