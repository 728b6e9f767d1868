import type { EngineEvent, EngineMethod, EngineParams } from '@shared/rpc/protocol'
import { noCheckpoints, type KeptCheckpoints } from '../store/checkpoints'

/** A call to make again, as it was made. */
export type Replay = {
  readonly [M in EngineMethod]: { readonly method: M; readonly params: EngineParams[M] }
}[EngineMethod]

/** How a fresh engine is brought to where the last one was, best first. */
export type RecoveryPlan =
  | { readonly kind: 'checkpoint'; readonly checkpoint: Uint8Array }
  | { readonly kind: 'replay'; readonly calls: readonly Replay[] }
  | { readonly kind: 'nothing' }

/** What is remembered of an engine so that its work can go on after its process ends. */
export interface Recovery {
  /** Notes a call before it is sent; what is returned is to be called when it succeeded. */
  asked(call: Replay): () => void
  hear(event: EngineEvent): void
  /** The tab that is shown; null where none was ever turned to. */
  readonly tab: string | null
  /** For the tab that is shown. */
  plan(): RecoveryPlan
  /** Whether nothing was heard of a tab in this session of the app. */
  isUnknown(tab: string): boolean
  /** Takes up what an earlier session kept of the tab that is shown; answers whether there was anything. */
  recall(): Promise<boolean>
  /** Accelerators on which an engine process has ended, and which are not asked for since. */
  readonly ruledOut: readonly string[]
  /** The process has ended; the accelerator that it was on had a part in it, most likely. Answers which. */
  died(): string | null
  /** Forgets what did not help, so that the next plan is a humbler one. */
  drop(plan: RecoveryPlan): void
  forget(): void
  /** Whether the last state heard was training. */
  readonly training: boolean
}

/** Of one tab. */
interface Work {
  checkpoint: Uint8Array | null
  calls: readonly Replay[]
}

/** @param kept what outlives this process too */
export function createRecovery(kept: KeptCheckpoints = noCheckpoints): Recovery {
  const works = new Map<string | null, Work>()
  let tab: string | null = null
  let training = false
  let risk: string | null = null
  const ruledOut = new Set<string>()

  const workOf = (of: string | null): Work => {
    const work = works.get(of) ?? { checkpoint: null, calls: [] }
    works.set(of, work)
    return work
  }
  const dropCheckpoint = (of: string | null): void => {
    workOf(of).checkpoint = null
    if (of !== null) kept.forget(of)
  }

  return {
    get tab() {
      return tab
    },
    asked(call) {
      if (call.method === 'turnTo') tab = call.params.tab // calls that follow are of it, though it is not there yet
      const of = tab
      const before = workOf(of).checkpoint
      return () => {
        if (call.method === 'configure') ruledOut.delete(call.params.backend)
        if (call.method === 'letGo') {
          dropCheckpoint(call.params.tab)
          works.delete(call.params.tab)
          return
        }
        const work = workOf(of)
        if (call.method === 'open' || call.method === 'openModel') work.calls = [call]
        else if (call.method === 'reset') work.calls = [...work.calls.filter(({ method }) => method !== 'reset'), call]
        else return
        // The checkpoint was of the work that this call replaced, unless a new one came meanwhile.
        if (work.checkpoint === before) dropCheckpoint(of)
      }
    },
    hear(event) {
      if (event.event === 'checkpoint' && event.entry === undefined && event.left !== true) {
        workOf(event.tab ?? null).checkpoint = event.checkpoint
        if (event.tab !== undefined) kept.keep(event.tab, event.checkpoint)
      }
      if (event.event === 'machine') risk = event.news.risk
      if (event.event === 'status') training = event.status.state.kind === 'training'
    },
    plan() {
      const { checkpoint, calls } = workOf(tab)
      if (checkpoint) return { kind: 'checkpoint', checkpoint }
      return calls.length > 0 ? { kind: 'replay', calls } : { kind: 'nothing' }
    },
    isUnknown: (of) => !works.has(of),
    async recall() {
      const of = tab
      if (of === null) return false
      const checkpoint = await kept.read(of)
      if (checkpoint) workOf(of).checkpoint ??= checkpoint
      return checkpoint !== null
    },
    get ruledOut() {
      return [...ruledOut]
    },
    died() {
      const blamed = risk
      if (blamed !== null) ruledOut.add(blamed)
      risk = null
      return blamed
    },
    drop(plan) {
      if (plan.kind === 'checkpoint') dropCheckpoint(tab)
      if (plan.kind === 'replay') workOf(tab).calls = []
    },
    forget() {
      works.clear()
      training = false
    },
    get training() {
      return training
    },
  }
}
