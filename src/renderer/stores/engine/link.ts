import type {
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  HostEvent,
  HostMethod,
  HostParams,
  HostResults,
} from '@shared/rpc/protocol'

/** What the store needs of a connection; `createClient` of `@shared/rpc/client` gives one, and so does a fake in tests. */
export interface EngineLink {
  call<M extends EngineMethod>(target: 'engine', method: M, params: EngineParams[M]): Promise<EngineResults[M]>
  call<M extends HostMethod>(target: 'host', method: M, params: HostParams[M]): Promise<HostResults[M]>
  onEvent(listener: (event: EngineEvent | HostEvent) => void): void
  onClose(listener: (reason: string) => void): void
}
