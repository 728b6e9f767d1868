import type { Issue } from '../document/issue'
import type { EngineEvent } from './engineEvents'
import type { HostEvent } from './host'

/** The envelopes that calls, answers and events travel in. */

export interface RpcError {
  readonly message: string
  readonly issues: readonly Issue[]
}

/** Everything that crosses a port. */
export type Message =
  | {
      readonly kind: 'request'
      readonly id: number
      readonly target: 'engine' | 'host'
      readonly method: string
      readonly params: unknown
    }
  /** As a request, but nobody waits for an answer, and none is given. */
  | {
      readonly kind: 'notification'
      readonly target: 'engine' | 'host'
      readonly method: string
      readonly params: unknown
    }
  | { readonly kind: 'response'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly ok: false; readonly error: RpcError }
  | { readonly kind: 'event'; readonly event: EngineEvent | HostEvent }

/** Host → engine only, in place of a request: go on from here. */
export interface Restore {
  readonly checkpoint: Uint8Array
}

/** Host → engine only: this backend is not to be taken again by itself. */
export interface RuleOut {
  readonly backend: string
  /** A sentence. */
  readonly reason: string
}
