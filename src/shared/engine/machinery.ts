import { measureBackend } from '../learn/bench/backend'
import { usualSettings, type BackendReport, type EngineParams, type EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import { offerNamed, tryBackend, wordsOf } from './backendChoice'
import type { BackendOffer, EngineHost } from './host'
import { chooseMachine, type Machine } from './machine'
import type { Workshop } from './open'
import { Roster } from './roster'

/**
 * The machine that an engine computes with: chosen when it is first needed, and exchanged when other settings are asked for
 * or its device fails. Beside it accelerators, loaded when a run is to be tried on them.
 */
export class Machinery {
  #machine: Promise<Machine> | null = null
  #settings: EngineSettings
  readonly roster: Roster
  /** By name, as loaded for the present settings. */
  readonly #accelerators = new Map<string, Promise<Backend>>()
  /** Whose devices failed; not taken again unless they are asked for. */
  readonly #ruledOut = new Set<string>()

  constructor(private readonly host: EngineHost) {
    // kept settings may be of another version, with other backends
    const backend = offerNamed(host.backends, host.settings.backend)?.name ?? usualSettings.backend
    this.#settings = { ...host.settings, backend }
    this.roster = new Roster(host.backends)
  }

  get settings(): EngineSettings {
    return this.#settings
  }

  /** Throws `RpcFailure` when no backend works. */
  machine(): Promise<Machine> {
    return (this.#machine ??= this.#choose(this.#settings))
  }

  async workshop(): Promise<Workshop> {
    return { host: this.host, machine: await this.machine() }
  }

  /** Takes over settings that the present machine serves as it is; false where they need another. */
  retune(settings: EngineSettings): boolean {
    const before = this.#settings
    const asked = offerNamed(this.host.backends, settings.backend)
    if (this.#machine === null || !this.host.beginsElsewhere || (asked === null && settings.backend !== 'auto'))
      return false
    if (settings.precision !== before.precision || settings.threads !== before.threads) return false
    if (this.#quickOne(settings) !== this.#quickOne(before)) return false
    if (asked) this.#ruledOut.delete(asked.name)
    this.#settings = { ...settings, backend: asked?.name ?? settings.backend }
    return true
  }

  /** What is asked for by name and is no accelerator. */
  #quickOne({ backend }: EngineSettings): string | null {
    const asked = offerNamed(this.host.backends, backend)
    return asked && asked.accelerator !== true ? asked.name : null
  }

  /** A machine of other settings in place of the present one, which stays when the other cannot be had or moved to. */
  async exchange(settings: EngineSettings, moveTo: (next: Machine) => Promise<void>): Promise<void> {
    const asked = offerNamed(this.host.backends, settings.backend)
    if (asked) this.#ruledOut.delete(asked.name) // a person asks for it knowing of its failure
    await this.#put(asked ? { ...settings, backend: asked.name } : settings, moveTo)
  }

  /** The next best machine in place of one that is ruled out. */
  replace(moveTo: (next: Machine) => Promise<void>): Promise<void> {
    return this.#put(this.#settings, moveTo)
  }

  async #put(settings: EngineSettings, moveTo: (next: Machine) => Promise<void>): Promise<void> {
    const before = this.#machine
    const next = await this.#choose(settings)
    try {
      await moveTo(next)
    } catch (error) {
      next.dispose()
      throw error
    }
    this.#machine = Promise.resolve(next)
    this.#settings = settings
    if (before) await disposeWhenThere(before)
    await this.#disposeAccelerators()
  }

  /** Those that a run may be tried on. */
  get able(): readonly BackendOffer[] {
    return this.host.backends.filter(({ name, accelerator }) => accelerator === true && !this.#ruledOut.has(name))
  }

  /** An accelerator that loads and computes rightly; rejects with what is wrong with it. */
  accelerator({ name, load }: BackendOffer): Promise<Backend> {
    const known = this.#accelerators.get(name)
    if (known) return known
    const loading = tryBackend(load, this.#settings).then((attempt) => {
      if ('fault' in attempt) {
        this.roster.note(name, { tried: true, available: false, reason: attempt.fault })
        throw new Error(attempt.fault)
      }
      const { hardware: device, uses } = attempt.backend
      this.roster.note(name, { tried: true, available: true, reason: uses ?? 'Works.', device })
      return attempt.backend
    })
    this.#accelerators.set(name, loading)
    return loading
  }

  /** Its device has failed: it is given up. */
  ruleOut(name: string, reason: string): void {
    this.#ruledOut.add(name)
    this.roster.note(name, { tried: false, available: false, reason }) // it may be tried again, by whoever asks for it
    const accelerator = this.#accelerators.get(name)
    this.#accelerators.delete(name)
    if (accelerator) void disposeWhenThere(accelerator)
  }

  isAccelerator(name: string): boolean {
    return this.host.backends.some((offer) => offer.accelerator === true && offer.name === name)
  }

  /** What is known of the backends, after more was found out where that is asked for. */
  async report({ tried = false, measured = false }: EngineParams['backends']): Promise<readonly BackendReport[]> {
    await this.machine()
    if (tried || measured) await this.#tryAll(measured)
    if (measured) await this.#measureAll()
    return this.roster.list
  }

  /** Tries the offers that were not tried yet, or `again` those that were not to be had, and lets them go. */
  async #tryAll(again: boolean): Promise<void> {
    // one after the other: those of TensorFlow.js share its state
    for (const { name, accelerator, load } of this.host.backends) {
      const known = this.roster.get(name)
      if ((known.tried && (known.available || !again)) || this.#ruledOut.has(name)) continue
      const attempt = await tryBackend(load, this.#settings)
      if ('fault' in attempt) {
        this.roster.note(name, { tried: true, available: false, reason: attempt.fault })
        continue
      }
      const { backend } = attempt
      const { uses, hardware: device } = backend
      backend.dispose()
      const reason = accelerator === true ? (uses ?? 'Works.') : 'Works too, and is slower.'
      this.roster.note(name, { tried: true, available: true, reason, device })
    }
  }

  async #measureAll(): Promise<void> {
    for (const { name, load } of this.host.backends) {
      if (!this.roster.get(name).available) continue
      const backend = await load(this.#settings)
      try {
        this.roster.note(name, { measured: await measureBackend(backend, () => this.host.now()) })
      } catch (error) {
        this.roster.note(name, { available: false, reason: wordsOf(error) })
      } finally {
        backend.dispose()
      }
    }
  }

  async dispose(): Promise<void> {
    await this.#disposeAccelerators()
    if (this.#machine) await disposeWhenThere(this.#machine)
  }

  async #choose(settings: EngineSettings): Promise<Machine> {
    const machine = await chooseMachine(this.host, settings, this.#ruledOut)
    for (const { name, chosen, reason, ...news } of machine.reports) {
      const because = chosen && settings.backend !== 'auto' ? `Asked for: ${machine.backend.uses ?? name}.` : reason
      if (chosen) this.roster.choose(name, because)
      if (news.tried) this.roster.note(name, { ...news, reason: because })
    }
    return machine
  }

  async #disposeAccelerators(): Promise<void> {
    const loaded = [...this.#accelerators.values()]
    this.#accelerators.clear()
    await Promise.all(loaded.map(disposeWhenThere))
  }
}

/** One that could not be had needs none of it. */
const disposeWhenThere = (thing: Promise<{ dispose(): void }>): Promise<void> =>
  thing.then((there) => { there.dispose() }, () => undefined) // prettier-ignore
