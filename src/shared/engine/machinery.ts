import type { EngineSettings } from '../rpc/protocol'
import type { EngineHost } from './host'
import { chooseMachine, type Machine } from './machine'
import type { Workshop } from './open'

/** The machine that an engine computes with: chosen when it is first needed, and exchanged when other settings are asked for. */
export class Machinery {
  #machine: Promise<Machine> | null = null
  #settings: EngineSettings

  constructor(private readonly host: EngineHost) {
    this.#settings = host.settings
  }

  get settings(): EngineSettings {
    return this.#settings
  }

  /** Throws `RpcFailure` when no backend works. */
  machine(): Promise<Machine> {
    return (this.#machine ??= chooseMachine(this.host, this.#settings))
  }

  async workshop(): Promise<Workshop> {
    return { host: this.host, machine: await this.machine() }
  }

  /** Another machine in place of the present one, which stays when the other cannot be had or cannot be moved to. */
  async exchange(settings: EngineSettings, moveTo: (next: Machine) => Promise<void>): Promise<void> {
    const before = this.#machine
    const next = await chooseMachine(this.host, settings)
    try {
      await moveTo(next)
    } catch (error) {
      next.dispose()
      throw error
    }
    this.#machine = Promise.resolve(next)
    this.#settings = settings
    if (before) await disposeWhenThere(before)
  }

  async dispose(): Promise<void> {
    if (this.#machine) await disposeWhenThere(this.#machine)
  }
}

/** One that could not be had needs none of it. */
const disposeWhenThere = (machine: Promise<Machine>): Promise<void> =>
  machine.then((there) => { there.dispose() }, () => undefined) // prettier-ignore
