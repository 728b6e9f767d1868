/** One end of a two-way message channel; what carries it (MessagePort, WebSocket, child process) is the host's matter. */
export interface Port<T> {
  post(message: T): void
  /** Sets the one listener; messages that came before are delivered then, in order. */
  onMessage(listener: (message: T) => void): void
  onClose(listener: (reason: string) => void): void
  close(): void
}
