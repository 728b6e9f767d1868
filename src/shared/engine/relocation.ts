import type { TrainerState } from '../learn/training/state'
import type { EngineSettings, Loss, Opened } from '../rpc/protocol'
import { DeviceError } from '../tensor/runtime/device'
import { Audition } from './audition'
import { wordsOf } from './backendChoice'
import type { Candidate } from './candidate'
import { explainLoss } from './explain'
import { acceleratorAsked, type Machine } from './machine'
import type { EngineParts } from './parts'
import { recompile } from './recompile'
import { compiledFor, disposeSession, type Session } from './session'
import type { Course } from './trainingRun'

/**
 * Moves what is held from one backend to another, the run with its weights, moments, step, batches and curves: where a
 * person asks for it, where it is quicker, and where a device has failed.
 */
export class Relocation {
  readonly #audition: Audition

  constructor(private readonly parts: EngineParts) {
    const { host, machinery } = parts
    this.#audition = new Audition({
      host,
      machinery,
      move: (session, candidate, reason) => void this.#promote(session, candidate, reason),
      learnt: (text) => {
        this.#tell({ text })
      },
    })
    parts.work.useMachines({
      turn: (session, run) => this.#audition.turn(session, run),
      lost: (error) => void this.lost(error),
    })
  }

  async end(): Promise<void> {
    await this.#audition.end()
  }

  /** Holds a session from now on, as `Holding.replace`. No step may be under way. */
  async install(session: Session, course?: Course, since?: number): Promise<void> {
    const { holding, work } = this.parts
    const before = await holding.replace(session, course, since)
    await work.checkpoints.begin(session)
    work.pictures.forget()
    // Of a device that is gone there is nothing left to give back.
    if (before) await disposeSession(before, session).catch(() => undefined)
  }

  /** Another tab's session is shown, or none. A trial of the one before ends. */
  async turnTo(session: Session | null): Promise<void> {
    if (session) await this.settle(session)
    else await this.#audition.end()
  }

  /** A session was compiled for the machine: accelerators have their chance with it. */
  async settle(session: Session): Promise<void> {
    const { host, machinery } = this.parts
    const { reports } = await machinery.machine()
    const { roster, settings } = machinery
    const chosen = reports.find((report) => report.chosen)
    if (chosen && !roster.get(chosen.name).chosen) {
      roster.choose(chosen.name, chosen.reason)
      this.#tell({})
    }
    const asked = acceleratorAsked(host.backends, settings)
    const able = machinery.able.filter(
      (offer) => settings.backend === 'auto' || (offer === asked && host.beginsElsewhere),
    )
    this.#audition.begin(session, able, asked !== null)
  }

  /** Other machinery under the same session; the present one stays when the other cannot be had. */
  configure(settings: EngineSettings): Promise<Opened | null> {
    const { orders, machinery, holding } = this.parts
    return orders.give(async () => {
      const before = machinery.settings.backend
      if (!machinery.retune(settings))
        await machinery.exchange(settings, (next) => this.#moveTo(next, () => this.#present()))
      else if (machinery.settings.backend === before) return holding.session?.opened ?? null
      else if (holding.session && machinery.isAccelerator(holding.session.opened.backend))
        await this.#moveBack(holding.session, await machinery.machine(), () => this.#present())
      if (holding.session) await this.settle(holding.session)
      return holding.session?.opened ?? null
    })
  }

  /** A device computes no more: the run goes on elsewhere from where it was last known, or rests there. */
  lost(error: DeviceError): Promise<void> {
    return this.parts.orders.give(async () => {
      const { machinery, holding, work } = this.parts
      const { session } = holding
      const machine = await machinery.machine()
      const isLocal = error.backend === machine.viewer.name || error.backend === machine.backend.name
      if (!isLocal && session?.opened.backend !== error.backend) {
        machinery.ruleOut(error.backend, error.message)
        return // nothing was on it, or nothing is any more
      }
      const step = holding.run?.status.step ?? 0
      const state = work.checkpoints.newest
      machinery.ruleOut(error.backend, error.message)
      try {
        if (isLocal) await machinery.replace((next) => this.#moveTo(next, () => Promise.resolve(state)))
        else await this.#moveBack(session!, machine, () => Promise.resolve(state))
      } catch (fault) {
        holding.run?.fail(explainLoss(error, wordsOf(fault)))
        return
      }
      const stopped = machinery.settings.onDeviceLoss === 'stop'
      if (stopped) holding.run?.pause()
      const backTo = state?.step ?? 0
      holding.backTo(backTo)
      if (holding.session) await this.settle(holding.session)
      this.#tell({
        text: lossWords(error, { step, backTo, stopped, to: holding.session?.opened.backend }),
        loss: { backTo, stopped },
      })
    })
  }

  /** The run is quicker on an accelerator, or was asked to be there. */
  #promote(session: Session, candidate: Candidate, reason: string): Promise<void> {
    const { orders, machinery, holding, work } = this.parts
    const { backend, trainer } = candidate
    return orders
      .give(async () => {
        const before = session.trainer
        if (holding.session !== session || typeof before === 'string') {
          trainer.dispose()
          return
        }
        await this.#change(async () => {
          await work.settled()
          trainer.restore(await before.state())
          const opened = { ...session.opened, ...compiledFor({ backend }, trainer) }
          const moved: Session = { ...session, trainer, opened }
          await this.install(moved, holding.run?.leave())
          machinery.roster.choose(backend.name, reason)
          this.#audition.follow(moved)
          this.#tell({ text: `Training moved to ${backend.name} at step ${trainer.step}. ${reason}` })
        })
      })
      .catch((error: unknown) => {
        trainer.dispose()
        if (error instanceof DeviceError) return this.lost(error)
        throw error
      })
  }

  /** All of the session to another machine. */
  async #moveTo(machine: Machine, stateOf: () => Promise<TrainerState | null>): Promise<void> {
    const { host, holding, work } = this.parts
    await this.#movePutBy(machine)
    if (!holding.session) return
    await holding.whileOpening(async () => {
      await work.settled() // no step is under way while the run is moved
      const { session, run } = holding
      const moved = await recompile(session!, { host, machine }, await stateOf())
      await this.install(moved, run?.leave())
      await holding.runs.rest() // what was compiled for them is of the machine before
    })
    work.wake()
  }

  /** What other tabs hold: they are not to be left on a machine that is given up. */
  async #movePutBy(machine: Machine): Promise<void> {
    const { host, holding, work } = this.parts
    await holding.whileMoving(async () => {
      await work.settled()
      for (const desk of holding.desks.all) {
        const { session } = desk
        if (!session) continue
        const state = await stateOf(session.trainer).catch(() => desk.checkpoints.newest)
        await desk.replace(await recompile(session, { host, machine }, state), host)
        await desk.runs.rest()
        await disposeSession(session).catch(() => undefined)
      }
    })
  }

  /** The trainer alone from an accelerator to the machine. */
  async #moveBack(session: Session, machine: Machine, stateOf: () => Promise<TrainerState | null>): Promise<void> {
    const { holding, work } = this.parts
    const { trainer: before, inspector, opened } = session
    if (typeof before === 'string') return
    const trainer = await before.twin(machine.backend, inspector)
    await this.#change(async () => {
      await work.settled()
      const state = await stateOf()
      if (state) trainer.restore(state)
      const there = { ...opened, ...compiledFor(machine, trainer) }
      await this.install({ ...session, trainer, opened: there }, holding.run?.leave())
    })
  }

  /** Where the run is now or, where its device has failed meanwhile, was last known to be. */
  async #present(): Promise<TrainerState | null> {
    const { holding, work } = this.parts
    const { trainer } = holding.sessionOrFail()
    if (typeof trainer === 'string') return null
    try {
      return await trainer.state()
    } catch (error) {
      if (error instanceof DeviceError) return work.checkpoints.newest
      throw error
    }
  }

  /** While the session is exchanged for one that was made before, no work is done on it. */
  async #change(deed: () => Promise<void>): Promise<void> {
    const { holding, work } = this.parts
    try {
      await holding.whileMoving(deed)
    } finally {
      work.wake()
    }
  }

  #tell({ text = null, loss = null }: { readonly text?: string | null; readonly loss?: Loss | null }): void {
    const { emit, machinery, holding } = this.parts
    const opened = holding.session?.opened ?? null
    const on = opened && machinery.isAccelerator(opened.backend) ? opened.backend : null
    const risk = this.#audition.trying ?? on
    emit({ event: 'machine', news: { backends: machinery.roster.list, opened, text, loss, risk } })
  }
}

const stateOf = async (trainer: Session['trainer']): Promise<TrainerState | null> =>
  typeof trainer === 'string' ? null : trainer.state()

interface Lost {
  readonly step: number
  readonly backTo: number
  readonly stopped: boolean
  readonly to: string | undefined
}

function lossWords({ message }: DeviceError, { step, backTo, stopped, to = 'another backend' }: Lost): string {
  const what = message.endsWith('.') ? message : `${message}.`
  const where =
    step === backTo ? `step ${step}, where it was` : `its checkpoint at step ${backTo}, ${step - backTo} back`
  return stopped
    ? `${what} The run rests at ${where}; Train continues it on ${to}.`
    : `${what} The run continues on ${to} from ${where}.`
}
