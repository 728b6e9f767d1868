import type { Port } from './port'

/** Where a connection that mends itself stands. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Gone for now: answers to what was asked will not come; a new attempt follows. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** Gone for good. */
  | { readonly kind: 'closed'; readonly reason: string }

/** A port that is made again when what carries it breaks, as a WebSocket does when its server is restarted. */
export interface Link<T> extends Port<T> {
  readonly state: LinkState
  /** Hears every later change of `state`; returns how to stop hearing. */
  onState(listener: (state: LinkState) => void): () => void
}

export const isLink = <T>(port: Port<T>): port is Link<T> => 'onState' in port
