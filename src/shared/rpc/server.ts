import type { z } from 'zod'
import type { Issue } from '../document/issue'
import { RpcFailure, toRpcError } from './failure'
import type { Port } from './port'
import {
  engineCalls,
  hostCalls,
  type EngineEvent,
  type EngineMethod,
  type EngineParams,
  type EngineResults,
  type HostEvent,
  type HostMethod,
  type HostParams,
  type HostResults,
  type Message,
} from './protocol'
import { describe } from './validate'

/** What answers calls of one target: the schema of each method's parameters, and the deed. */
export interface Target {
  readonly calls: Readonly<Record<string, z.ZodType>>
  /** Gets only methods of `calls`, with parameters that passed their schema. */
  handle(method: string, params: unknown): Promise<unknown>
}

export interface EngineHandler {
  call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]>
}
export interface HostHandler {
  call<M extends HostMethod>(method: M, params: HostParams[M]): Promise<HostResults[M]>
}

export const engineTarget = ({ call }: EngineHandler): Target => ({
  calls: engineCalls,
  handle: (method, params) => call(method as EngineMethod, params as EngineParams[EngineMethod]),
})

export const hostTarget = ({ call }: HostHandler): Target => ({
  calls: hostCalls,
  handle: (method, params) => call(method as HostMethod, params as HostParams[HostMethod]),
})

/** The answering end of a port. */
export interface Server {
  emit(event: EngineEvent | HostEvent): void
  close(): void
}

/**
 * Answers the requests of a port: an unknown target or method, bad parameters and a handler's throw each become one
 * error response. Notifications are carried out alike, and what goes wrong with one is not said. Answers that are ready
 * only after the port closed are dropped.
 */
export function createServer(
  port: Port<Message>,
  targets: Readonly<Partial<Record<'engine' | 'host', Target>>>,
): Server {
  let open = true
  const post = (message: Message) => {
    if (open) port.post(message)
  }

  const answer = async (request: Extract<Message, { kind: 'request' }>) => {
    const { id, method } = request
    try {
      const result = await dispatch(targets[request.target], request.target, method, request.params)
      // Posting is inside the try: a result that cannot travel is an error response, not silence.
      post({ kind: 'response', id, ok: true, result: result ?? null })
    } catch (thrown) {
      post({ kind: 'response', id, ok: false, error: toRpcError(thrown) })
    }
  }

  port.onMessage((message) => {
    if (message.kind === 'request') void answer(message)
    if (message.kind === 'notification')
      dispatch(targets[message.target], message.target, message.method, message.params).catch(() => undefined)
  })
  port.onClose(() => {
    open = false
  })

  return {
    emit: (event) => {
      post({ kind: 'event', event })
    },
    close() {
      open = false
      port.close()
    },
  }
}

async function dispatch(target: Target | undefined, name: string, method: string, params: unknown): Promise<unknown> {
  if (!target) throw new RpcFailure(`Nothing here answers calls to "${name}".`)
  const schema = Object.hasOwn(target.calls, method) ? target.calls[method] : undefined
  if (!schema) throw new RpcFailure(`"${name}" has no method "${method}".`)
  const parsed = schema.safeParse(params)
  if (!parsed.success) {
    throw new RpcFailure(`"${method}" got bad parameters: ${describe(parsed.error)}`, parsed.error.issues.map(toIssue))
  }
  return target.handle(method, parsed.data)
}

const toIssue = ({ path, message }: z.core.$ZodIssue): Issue => ({
  severity: 'error',
  node: null,
  path: path.map(String).join('.'),
  message,
})
