import type { Port } from '@shared/rpc/port'
import { createPortCore } from '@shared/rpc/portCore'
import type { Message } from '@shared/rpc/protocol'

/** Two ends of a channel within one process; messages are cloned and arrive later, as over a real one. */
export function memoryPorts(): readonly [Port<Message>, Port<Message>] {
  const cores = [createPortCore<Message>(), createPortCore<Message>()] as const
  const end = (mine: 0 | 1): Port<Message> => ({
    ...cores[mine].hearing,
    post(message) {
      const copy = structuredClone(message)
      queueMicrotask(() => {
        cores[mine === 0 ? 1 : 0].deliver(copy)
      })
    },
    close() {
      for (const core of cores) core.closed('closed in a test')
    },
  })
  return [end(0), end(1)]
}

/** Lets everything that is under way arrive. */
export const settle = () => new Promise<void>((done) => setTimeout(done, 5))
