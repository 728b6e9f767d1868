import { RpcFailure } from './failure'
import { isLink, type Link } from './link'
import type { Port } from './port'
import type {
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  HostEvent,
  HostMethod,
  HostParams,
  HostResults,
  Message,
} from './protocol'

/** The asking end of a port. */
export interface Client {
  /** Rejects with `RpcFailure` when the other side says no, or the port closes before the answer came. */
  call<M extends EngineMethod>(target: 'engine', method: M, params: EngineParams[M]): Promise<EngineResults[M]>
  call<M extends HostMethod>(target: 'host', method: M, params: HostParams[M]): Promise<HostResults[M]>
  /** As `call`, where nobody waits for the answer: it is not given, and one that cannot be sent is lost. */
  notify<M extends EngineMethod>(target: 'engine', method: M, params: EngineParams[M]): void
  /** As `call`, for the few methods that only hosts know (`restore`). The caller checks the answer. */
  request(target: 'engine' | 'host', method: string, params: unknown): Promise<unknown>
  /** Returns how to stop hearing. */
  onEvent(listener: (event: EngineEvent | HostEvent) => void): () => void
  onClose(listener: (reason: string) => void): void
  /** Closes the port; what is still unanswered is rejected with the reason. */
  close(reason?: string): void
}

interface Pending {
  readonly method: string
  resolve(result: unknown): void
  reject(error: RpcFailure): void
}

/**
 * Takes the port's listeners over. On a `Link`, calls that wait when the connection is lost are rejected, and so are
 * calls made before it is back, so that nobody waits for an answer that cannot come.
 */
export function createClient(port: Port<Message> | Link<Message>): Client {
  const pending = new Map<number, Pending>()
  const eventListeners = new Set<(event: EngineEvent | HostEvent) => void>()
  const closeListeners = new Set<(reason: string) => void>()
  let nextId = 1
  /** Why no call can be made now. */
  let refusal: string | null = null

  const rejectAll = (reason: string) => {
    const waiting = [...pending.values()]
    pending.clear()
    for (const { method, reject } of waiting) reject(new RpcFailure(`No answer to "${method}": ${reason}`))
  }

  port.onMessage((message) => {
    if (message.kind === 'event') {
      for (const listener of [...eventListeners]) listener(message.event)
    } else if (message.kind === 'response') {
      // An answer to a call that was given up is late, not wrong.
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.ok) call?.resolve(message.result)
      else call?.reject(new RpcFailure(message.error.message, message.error.issues))
    }
  })
  port.onClose((reason) => {
    refusal ??= reason
    rejectAll(reason)
    for (const listener of closeListeners) listener(reason)
  })
  if (isLink(port)) {
    port.onState((state) => {
      refusal = state.kind === 'lost' || state.kind === 'closed' ? state.reason : null
      if (refusal !== null) rejectAll(refusal)
    })
  }

  const request = (target: 'engine' | 'host', method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (refusal !== null) {
        reject(new RpcFailure(`"${method}" was not sent: ${refusal}`))
        return
      }
      const id = nextId++
      pending.set(id, { method, resolve, reject })
      try {
        port.post({ kind: 'request', id, target, method, params })
      } catch (error) {
        pending.delete(id)
        reject(
          new RpcFailure(`"${method}" could not be sent: ${error instanceof Error ? error.message : String(error)}`),
        )
      }
    })

  return {
    // The types of the answers are the other side's promise; `Message` itself was checked by the port.
    call: request as Client['call'],
    notify(target, method, params) {
      if (refusal === null) port.post({ kind: 'notification', target, method, params })
    },
    request,
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    onClose: (listener) => void closeListeners.add(listener),
    close(reason = 'the connection was closed here') {
      refusal = reason
      rejectAll(reason)
      port.close()
    },
  }
}
