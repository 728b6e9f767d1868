import type { Outcome } from '../document/issue'
import type { FlowDocument } from '../document/schema'
import { trainedKey } from '../document/trained'
import type { Learnt } from '../learn/training/carry'
import type { TrainerState } from '../learn/training/state'
import type { EngineResults, Opened, RunMark } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { pacedBreath } from './breath'
import { compileHeir, type Edited, type Heir } from './edited'
import type { Workshop } from './open'
import { valueOf } from './outcome'
import type { EngineParts } from './parts'
import type { Relocation } from './relocation'
import type { Result } from './results'
import { stepOf, type Session } from './session'

/** What comes with a document that takes the place of another. */
export interface Opening {
  /** What blocks have learnt that are not in the flow. */
  readonly idle?: ReadonlyMap<string, Learnt>
  /** What training made of the document as it was before edits. */
  readonly results?: readonly Result[]
  /** Whether the weights were brought along: they are to be had again, unlike fresh ones. */
  readonly keepsWeights?: boolean
  /** Which run it is that goes on. */
  readonly mark?: RunMark
}

/** Puts one session in place of another, which stays where the other cannot be had. Of those asked for, the newest wins. */
export class Succession {
  #newest = 0

  constructor(
    private readonly parts: EngineParts,
    private readonly relocation: Relocation,
  ) {}

  /** Another document, or model, with a run of its own. */
  open(
    make: (workshop: Workshop) => Promise<Outcome<Session>>,
    { idle, results, keepsWeights = false, mark }: Opening = {},
  ): Promise<Opened> {
    const { machinery, holding, work } = this.parts
    return this.#inTurn(() => {
      holding.run?.pause()
      return this.#change(async () => {
        const session = valueOf(await make(await machinery.workshop()))
        await work.settled()
        await holding.leaveRun()
        await holding.forget(idle, results)
        await this.relocation.install(session)
        if (mark) holding.resumeRun(mark)
        await this.relocation.settle(session)
        const { trainer } = session
        if (keepsWeights && typeof trainer !== 'string') await work.checkpoints.write(session, trainer, false)
        return session.opened
      })
    })
  }

  /**
   * The document that is held with edits; the run goes on, training if it was. The present session is trained until the other
   * is ready, and goes on where that cannot be had. `returns`: it is found as it was left, where it was held before.
   */
  edit(document: FlowDocument, returns: boolean): Promise<EngineResults['open']> {
    return this.#inTurn(async () => {
      const heir = await this.#heir(document, returns)
      const { session, became, sameCurves } = await this.#move(() => this.#takeOver(heir, document))
      this.parts.holding.sayStatus()
      await this.relocation.settle(session)
      const { trainer } = session
      const history = sameCurves || typeof trainer === 'string' ? null : trainer.history.since()
      return { ...session.opened, ...(became && { carried: { ...became, history } }) }
    })
  }

  #inTurn<T>(deed: () => Promise<T>): Promise<T> {
    const turn = ++this.#newest
    return this.parts.orders.give(async () => {
      if (turn !== this.#newest) throw new RpcFailure('A newer document took the place of this one.')
      return deed()
    })
  }

  /** Of the present session, which is trained meanwhile. */
  async #heir(document: FlowDocument, returns: boolean): Promise<Heir> {
    const { host, machinery, holding, work } = this.parts
    const workshop = await machinery.workshop()
    const { run, results, idle } = holding
    const before = holding.sessionOrFail()
    const training = run?.training === true
    const result = returns ? results.find(trainedKey(document)) : null
    const breathe = pacedBreath(host)
    return work.ahead(async () => {
      const heir = valueOf(await compileHeir(document, { workshop, before, training, idle, result, breathe }))
      await host.breathe() // steps are taken up to the move, not only up to the last of what is compiled
      return heir
    })
  }

  /** The present session makes room for its heir. */
  async #takeOver(heir: Heir, { training }: FlowDocument): Promise<Edited> {
    const { holding, work } = this.parts
    await work.settled()
    const { run, results, idle } = holding
    const { document: before } = holding.sessionOrFail()
    const { state, edited } = await this.#leaveTo(heir)
    if (stepOf(edited.session) === 0) await holding.leaveRun()
    if (state) results.keep({ key: trainedKey(before), state, idle })
    await holding.keepRun()
    holding.lay(edited.idle)
    const step = stepOf(edited.session)
    const course = run?.leaveFor(training.steps, step)
    await this.relocation.install(edited.session, course, step)
    work.checkpoints.hurry()
    return edited
  }

  async #leaveTo(heir: Heir): Promise<{ readonly state: TrainerState | null; readonly edited: Edited }> {
    try {
      const state = await this.parts.holding.state()
      return { state, edited: await heir.takeOver(state) }
    } catch (error) {
      await heir.dispose()
      throw error
    }
  }

  /** Puts another session in place of the present one, and goes on with the work. */
  async #change<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await this.parts.holding.whileOpening(deed)
    } finally {
      this.parts.work.wake()
    }
  }

  /** As `#change`, for a session that takes over the run of the present one. */
  async #move<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await this.parts.holding.whileMoving(deed)
    } finally {
      this.parts.work.wake()
    }
  }
}
