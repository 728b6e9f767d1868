import type { Client } from '@shared/rpc/client'
import type { Link } from '@shared/rpc/link'
import type {
  EngineMethod,
  EngineParams,
  EngineResults,
  HostMethod,
  HostParams,
  HostResults,
} from '@shared/rpc/protocol'
import { t } from '../../strings/t'

/** What the store asks of `createClient`'s answer. */
export type EngineClient = Pick<Client, 'call' | 'notify' | 'onEvent' | 'onClose'>
/** What it asks of a connection that mends itself. */
export type EngineLink = Pick<Link<never>, 'onState'>

/** Calls over the one connection there is, or a sentence that there is none yet. */
export class Calls {
  #client: EngineClient | null = null
  readonly #failed: (error: unknown) => void

  /** `failed` hears of the failures of orders. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  use(client: EngineClient): void {
    this.#client = client
  }

  async call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
    if (this.#client === null) throw new Error(t('shell.link.noEngine'))
    return this.#client.call('engine', method, params)
  }

  /** A call to the host: disk, dialogs, autosave. */
  async host<M extends HostMethod>(method: M, params: HostParams[M]): Promise<HostResults[M]> {
    if (this.#client === null) throw new Error(t('shell.link.noHost'))
    return this.#client.call('host', method, params)
  }

  /** A call whose failure is told and goes no further; undefined when it failed. */
  async order<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M] | undefined> {
    try {
      return await this.call(method, params)
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  /** Lets the engine send the next frame of a view. */
  credit(view: string): void {
    // A credit that meets a dying engine is of no interest: the views are sent again when the next one is there.
    this.#client?.notify('engine', 'credit', { view })
  }
}
