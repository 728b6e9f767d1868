import { z } from 'zod'
import type { EngineHost } from '@shared/engine/host'
import type { Port } from '@shared/rpc/port'
import { engineCalls, type EngineEvent, type Message, type Restore } from '@shared/rpc/protocol'
import { createServer, engineTarget, type EngineHandler } from '@shared/rpc/server'

/** What the engine process needs of the engine; `createEngine` of `@shared/engine/service` makes one. */
export interface RunningEngine extends EngineHandler {
  /** Goes on from a checkpoint; answers its step. */
  restore(checkpoint: Uint8Array): Promise<number>
  dispose(): Promise<void>
}
export type EngineFactory = (host: EngineHost, emit: (event: EngineEvent) => void) => RunningEngine

const RestoreParams: z.ZodType<Restore> = z.strictObject({ checkpoint: z.instanceof(Uint8Array) })

/** Answers the host's calls on a port with an engine, for as long as the port is open. */
export function serveEngine(port: Port<Message>, create: EngineFactory, host: EngineHost): void {
  const engine = create(host, (event) => {
    server.emit(event)
  })
  const calls = engineTarget({ call: (method, params) => engine.call(method, params) })
  const server = createServer(port, {
    engine: {
      // `restore` is the host's alone: a renderer's calls pass the broker, which knows only `engineCalls`.
      calls: { ...engineCalls, restore: RestoreParams },
      handle: (method, params) =>
        method === 'restore' ? engine.restore((params as Restore).checkpoint) : calls.handle(method, params),
    },
  })
  port.onClose(() => void engine.dispose())
}
