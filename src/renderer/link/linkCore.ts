import type { Link, LinkState } from '@shared/rpc/link'
import { createPortCore } from '@shared/rpc/portCore'

/** The listening half of a `Link`, for those who make one. */
export interface LinkCore<T> {
  readonly state: LinkState
  /** Moves on; `closed` is final. */
  setState(state: LinkState): void
  deliver(message: T): void
  readonly hearing: Pick<Link<T>, 'onMessage' | 'onClose' | 'onState'>
}

export function createLinkCore<T>(): LinkCore<T> {
  const core = createPortCore<T>()
  let state: LinkState = { kind: 'connecting' }
  const listeners = new Set<(state: LinkState) => void>()

  return {
    get state() {
      return state
    },
    setState(next) {
      if (core.isClosed) return
      state = next
      for (const hear of [...listeners]) hear(next)
      if (next.kind === 'closed') core.closed(next.reason)
    },
    deliver: core.deliver,
    hearing: {
      ...core.hearing,
      onState(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  }
}
