import type { EngineEvent, EngineMethod, EngineParams } from '@shared/rpc/protocol'

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
  plan(): RecoveryPlan
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

export function createRecovery(): Recovery {
  let checkpoint: Uint8Array | null = null
  let calls: readonly Replay[] = []
  let training = false
  let risk: string | null = null
  const ruledOut = new Set<string>()

  return {
    asked(call) {
      const before = checkpoint
      return () => {
        if (call.method === 'configure') ruledOut.delete(call.params.backend)
        if (call.method === 'open' || call.method === 'openModel') calls = [call]
        else if (call.method === 'reset') calls = [...calls.filter(({ method }) => method !== 'reset'), call]
        else return
        // The checkpoint was of the work that this call replaced, unless a new one came meanwhile.
        if (checkpoint === before) checkpoint = null
      }
    },
    hear(event) {
      if (event.event === 'checkpoint') checkpoint = event.checkpoint
      if (event.event === 'machine') risk = event.news.risk
      if (event.event === 'status') training = event.status.state.kind === 'training'
    },
    plan() {
      if (checkpoint) return { kind: 'checkpoint', checkpoint }
      return calls.length > 0 ? { kind: 'replay', calls } : { kind: 'nothing' }
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
      if (plan.kind === 'checkpoint') checkpoint = null
      if (plan.kind === 'replay') calls = []
    },
    forget() {
      checkpoint = null
      calls = []
      training = false
    },
    get training() {
      return training
    },
  }
}
