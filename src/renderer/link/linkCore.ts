import type { Link, LinkState } from '@shared/rpc/link'

/** The bookkeeping of a `Link`, for those who make one: its state, and messages kept until someone listens. */
export interface LinkCore<T> {
  readonly state: LinkState
  setState(state: LinkState): void
  deliver(message: T): void
  /** The link's listening half. */
  readonly hearing: Pick<Link<T>, 'onMessage' | 'onClose' | 'onState'>
}

export function createLinkCore<T>(): LinkCore<T> {
  let state: LinkState = { kind: 'connecting' }
  let early: T[] | null = []
  let listener: ((message: T) => void) | null = null
  const closeListeners = new Set<(reason: string) => void>()
  const stateListeners = new Set<(state: LinkState) => void>()

  return {
    get state() {
      return state
    },
    setState(next) {
      if (state.kind === 'closed') return
      state = next
      for (const hear of [...stateListeners]) hear(next)
      if (next.kind === 'closed') for (const hear of closeListeners) hear(next.reason)
    },
    deliver(message) {
      if (listener) listener(message)
      else early?.push(message)
    },
    hearing: {
      onMessage(next) {
        listener = next
        const waiting = early ?? []
        early = null
        waiting.forEach(next)
      },
      onClose: (next) => void closeListeners.add(next),
      onState(next) {
        stateListeners.add(next)
        return () => stateListeners.delete(next)
      },
    },
  }
}
