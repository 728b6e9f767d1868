import type { Port } from './port'

/** The listening half of a `Port`, for those who make one: keeps early messages, and closes once. */
export interface PortCore<T> {
  deliver(message: T): void
  /** The first reason counts; listeners that come later hear it too. */
  closed(reason: string): void
  readonly isClosed: boolean
  readonly hearing: Pick<Port<T>, 'onMessage' | 'onClose'>
}

export function createPortCore<T>(): PortCore<T> {
  let early: T[] = []
  let listener: ((message: T) => void) | null = null
  let closeReason: string | null = null
  const closeListeners: ((reason: string) => void)[] = []

  return {
    deliver(message) {
      if (closeReason !== null) return
      if (listener) listener(message)
      else early.push(message)
    },
    closed(reason) {
      if (closeReason !== null) return
      closeReason = reason
      for (const hear of closeListeners) hear(reason)
    },
    get isClosed() {
      return closeReason !== null
    },
    hearing: {
      onMessage(next) {
        listener = next
        const waiting = early
        early = []
        waiting.forEach((message) => {
          next(message)
        })
      },
      onClose(next) {
        closeListeners.push(next)
        if (closeReason !== null) next(closeReason)
      },
    },
  }
}
