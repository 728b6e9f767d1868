import { z } from 'zod'
import type { EngineHost } from '@shared/engine/host'
import type { Port } from '@shared/rpc/port'
import {
  engineCalls,
  libraryCalls,
  type EngineEvent,
  type LibraryMethod,
  type LibraryParams,
  type LibraryResults,
  type Message,
  type Restore,
  type RuleOut,
} from '@shared/rpc/protocol'
import { createServer, engineTarget, type EngineHandler } from '@shared/rpc/server'

/** What the engine process needs of the engine; `createEngine` of `@shared/engine/service` makes one. */
export interface RunningEngine extends EngineHandler {
  /** Goes on from a checkpoint; answers its step. */
  restore(checkpoint: Uint8Array): Promise<number>
  /** What the host asks of runs that no tab shows. */
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
  /** Takes a backend no more by itself, for this reason. */
  ruleOut(backend: string, reason: string): void
  dispose(): Promise<void>
}
export type EngineFactory = (host: EngineHost, emit: (event: EngineEvent) => void) => RunningEngine

const RestoreParams: z.ZodType<Restore> = z.strictObject({ checkpoint: z.instanceof(Uint8Array) })
const RuleOutParams: z.ZodType<RuleOut> = z.strictObject({ backend: z.string(), reason: z.string() })

/** Answers the host's calls on a port with an engine, for as long as the port is open. */
export function serveEngine(port: Port<Message>, create: EngineFactory, host: EngineHost): void {
  const engine = create(host, (event) => {
    server.emit(event)
  })
  const calls = engineTarget({ call: (method, params) => engine.call(method, params) })
  const server = createServer(port, {
    engine: {
      // All but the last are the host's alone: a renderer's calls pass the broker, which knows only `engineCalls`.
      calls: { restore: RestoreParams, ruleOut: RuleOutParams, ...libraryCalls, ...engineCalls },
      handle: async (method, params) => {
        if (method === 'restore') return engine.restore((params as Restore).checkpoint)
        if (Object.hasOwn(libraryCalls, method))
          return engine.library(method as LibraryMethod, params as LibraryParams[LibraryMethod])
        if (method !== 'ruleOut') return calls.handle(method, params)
        const { backend, reason } = params as RuleOut
        engine.ruleOut(backend, reason)
        return null
      },
    },
  })
  port.onClose(() => void engine.dispose())
}
