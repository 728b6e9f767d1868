import { readFile } from 'node:fs/promises'
import type { EngineHost } from '@shared/engine/host'
import { createEngine, type Engine } from '@shared/engine/service'
import { usualSettings, type EngineEvent, type RunState } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'

/** A host whose clock moves by a millisecond with every look at it, so that slices end without any time passing. */
export function fakeHost(changes: Partial<EngineHost> = {}): EngineHost {
  let now = 0
  let ids = 0
  return {
    version: '0.0.0-test',
    backends: [{ name: 'reference', load: () => Promise.resolve(createReferenceBackend()) }],
    settings: usualSettings,
    beginsElsewhere: true,
    cores: 1,
    readResource: (path) => readFile(new URL(`../../resources/${path}`, import.meta.url)),
    readFile: (path) => Promise.reject(new Error(`there is no "${path}"`)),
    now: () => now++,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: () => new Promise(() => undefined),
    date: () => '2026-01-01T00:00:00.000Z',
    freshId: () => `run-${++ids}`,
    ...changes,
  }
}

/** An engine with all that it said. */
export interface Listened {
  readonly engine: Engine
  readonly events: EngineEvent[]
  said<E extends EngineEvent['event']>(event: E): Extract<EngineEvent, { event: E }>[]
  /** Resolves once the engine is in this state. */
  until(kind: RunState['kind']): Promise<void>
  /** Resolves when nothing has been said for some turns. */
  quiet(): Promise<void>
}

export function listen(host = fakeHost()): Listened {
  const events: EngineEvent[] = []
  const engine = createEngine(host, (event) => events.push(event))
  const said: Listened['said'] = (event) => events.filter((e) => e.event === event) as never
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    engine,
    events,
    said,
    async until(kind) {
      while (said('status').at(-1)?.status.state.kind !== kind) await turn()
    },
    async quiet() {
      for (let still = 0, count = events.length; still < 50; still++) {
        await turn()
        if (events.length !== count) still = 0
        count = events.length
      }
    },
  }
}
