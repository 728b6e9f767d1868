import type { EngineEvent, HostEvent } from '@shared/rpc/protocol'

export type AnyEvent = EngineEvent | HostEvent

/** What is done at events of these kinds. */
export type Hearing<K extends AnyEvent['event']> = {
  readonly [E in K]: (event: Extract<AnyEvent, { readonly event: E }>) => void
}

/** Hands each event to who hears it. */
export function hearWith(hearing: Hearing<AnyEvent['event']>): (event: AnyEvent) => void {
  return (event) => {
    const hear = hearing[event.event] as (heard: AnyEvent) => void
    hear(event)
  }
}
