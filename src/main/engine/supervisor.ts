import { setTimeout as wait } from 'node:timers/promises'
import { createClient, type Client } from '@shared/rpc/client'
import { RpcFailure } from '@shared/rpc/failure'
import type {
  EngineEvent,
  EngineParams,
  EngineResults,
  EngineMethod,
  EngineSettings,
  HostEvent,
  LibraryMethod,
  LibraryParams,
  LibraryResults,
  Restore,
  RuleOut,
} from '@shared/rpc/protocol'
import type { EngineHandler } from '@shared/rpc/server'
import type { KeptCheckpoints } from '../store/checkpoints'
import type { EngineProcess } from './process'
import { createRecovery, type RecoveryPlan, type Replay } from './recovery'

/** Keeps one engine process alive and its work safe; answers calls as if the engine had never died. */
export interface Supervisor extends EngineHandler {
  /** Asks the engine about runs that no tab shows. Waits while it is being restarted, and rejects when it dies meanwhile. */
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
  /** Everything the engine and its guard say, but what is the library's. Returns how to stop hearing. */
  onEvent(listener: (event: SaidEvent) => void): () => void
  /** Lets the engine send the next frame of a view. One that is being restarted needs none: views are watched anew. */
  credit(view: string): void
  /** Ends the engine process as a crash would. */
  crash(): void
  dispose(): void
}

/** What the engine says for the library of runs alone. */
export type LibraryEvent = Extract<EngineEvent, { event: 'checkpoint' | 'enrolled' | 'judged' }>

export type SaidEvent = Exclude<EngineEvent, LibraryEvent> | HostEvent

export interface SupervisorOptions {
  spawn(): EngineProcess
  /** Told of settings that the engine has taken: `spawn` is to start the next one with them. */
  configured?(settings: EngineSettings): void
  /** Told of runs as they go on. */
  heard?(event: LibraryEvent): void
  /** Where checkpoints outlive this process; nowhere unless given. */
  readonly checkpoints?: KeptCheckpoints
  /** Milliseconds before the n-th restart in a row; there are as many restarts as entries. */
  readonly delays?: readonly number[]
  /** An engine that lived longer than this, in ms, was not a quick death. */
  readonly quick?: number
}

/**
 * Calls wait while the engine is being restarted; those that were unanswered when it died are rejected. After as many
 * quick deaths in a row as there are delays, and one more, it gives up: calls say so, and opening something tries anew.
 */
export function createSupervisor({
  spawn,
  configured,
  heard,
  checkpoints,
  delays = [0, 250, 1000, 2000],
  quick = 10_000,
}: SupervisorOptions): Supervisor {
  const recovery = createRecovery(checkpoints)
  const listeners = new Set<(event: SaidEvent) => void>()
  let process: EngineProcess | null = null
  let deaths = 0
  let gaveUp = false
  let disposed = false
  /** Whether what the engine says is of the person's work, and not yet of coming back to it. */
  let settled = true
  /** The engine that calls go to, once it is where its predecessor was. */
  let ready: Promise<Client>

  const say = (event: SaidEvent) => {
    for (const listener of [...listeners]) listener(event)
  }

  const setReady = (next: Promise<Client>) => {
    ready = next
    next.catch(() => undefined) // each caller sees the rejection; none need be waiting
  }

  const launch = (): { readonly client: Client; isAlive(): boolean } => {
    const born = performance.now()
    const started = (process = spawn())
    const client = createClient(started.port)
    client.onEvent((event) => {
      if (started !== process) return
      if (settled) recovery.hear(event as EngineEvent)
      if (event.event === 'checkpoint' || event.event === 'enrolled' || event.event === 'judged') heard?.(event)
      else say(event)
    })
    started.onExit((reason) => {
      if (disposed || started !== process) return
      lost(reason, performance.now() - born)
      client.close(`the engine process ended (${reason})`)
    })
    return { client, isAlive: () => started === process }
  }

  const lost = (reason: string, lived: number) => {
    process = null
    settled = false
    deaths = lived < quick ? deaths + 1 : 1
    const blamed = recovery.died()
    const words = `The engine process ended (${reason})${blamed === null ? '.' : `, with ${blamed} at work, which is not taken again by itself.`}`
    gaveUp = deaths > delays.length
    if (gaveUp) {
      const advice = `${words} It ended ${deaths} times in a row, so it is not started again. Open a document to try anew.`
      say({ event: 'engine-lost', reason: advice })
      setReady(Promise.reject(new RpcFailure(advice)))
    } else {
      say({ event: 'engine-lost', reason: `${words} It is being started again.` })
      setReady(comeBack(delays[deaths - 1]!))
    }
  }

  const comeBack = async (delay: number): Promise<Client> => {
    await wait(delay, undefined, { ref: false })
    const { client, isAlive } = launch()
    for (const backend of recovery.ruledOut) {
      const reason = 'The engine process ended with it at work. Choose it to try again.'
      await client.request('engine', 'ruleOut', { backend, reason } satisfies RuleOut)
    }
    for (;;) {
      const plan = recovery.plan()
      try {
        if (recovery.tab !== null) await client.call('engine', 'turnTo', { tab: recovery.tab })
        const resumedAt = await carryOut(plan, client)
        // A checkpoint may be older than the person's last word. Refused when there is nothing to train or pause;
        // a run that cannot go on says so in its status.
        const lastWord = recovery.training ? 'train' : 'pause'
        if (plan.kind !== 'nothing') await client.call('engine', lastWord, {}).catch(() => undefined)
        if (!isAlive()) throw new RpcFailure('the engine process ended again')
        settled = true
        say({ event: 'engine-restored', resumedAt })
        return client
      } catch (error) {
        recovery.drop(plan)
        // Dead: its exit has already started the next attempt. Alive: it refused, and is asked for less.
        if (!isAlive()) throw error
      }
    }
  }

  const whenReady = async (): Promise<Client> => {
    for (;;) {
      const awaited = ready
      try {
        return await awaited
      } catch (error) {
        if (ready === awaited) throw error
      }
    }
  }

  /**
   * Shows a tab. One that this engine does not hold, because its predecessor died or the app was ended, goes on from what
   * was kept of it; it trains by itself only where it did so in this session of the app.
   */
  const turnTo = async (client: Client, params: EngineParams['turnTo']): Promise<EngineResults['turnTo']> => {
    const isNew = recovery.isUnknown(params.tab)
    recovery.asked({ method: 'turnTo', params })
    let attached = await client.call('engine', 'turnTo', params)
    if (attached.document === null && recovery.tab === params.tab) {
      const recalled = isNew && (await recovery.recall())
      const plan = recovery.plan()
      if (plan.kind !== 'nothing') {
        try {
          await carryOut(plan, client)
          if (recalled) await client.call('engine', 'pause', {})
        } catch {
          recovery.drop(plan) // whoever asked opens the document anew
        }
        attached = await client.call('engine', 'attach', {})
      }
    }
    recovery.hear({ event: 'status', status: attached.status })
    return attached
  }

  setReady(Promise.resolve(launch().client))

  return {
    async call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
      if (gaveUp && (method === 'open' || method === 'openModel')) {
        gaveUp = false
        deaths = 0
        recovery.forget()
        setReady(comeBack(0))
      }
      const client = await whenReady()
      if (method === 'turnTo') return (await turnTo(client, params as EngineParams['turnTo'])) as EngineResults[M]
      const succeeded = recovery.asked({ method, params } as Replay)
      const result = await client.call('engine', method, params)
      succeeded()
      if (method === 'configure') configured?.(params as EngineParams['configure'])
      return result
    },
    library: async (method, params) => (await (await whenReady()).request('engine', method, params)) as never,
    credit(view) {
      void ready.then(
        (client) => {
          client.notify('engine', 'credit', { view })
        },
        () => undefined,
      )
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    crash: () => process?.kill(),
    dispose() {
      disposed = true
      process?.port.close()
      process?.kill()
    },
  }
}

/** Answers the step that the work goes on from; null when it starts again or there was none. */
async function carryOut(plan: RecoveryPlan, client: Client): Promise<number | null> {
  switch (plan.kind) {
    case 'checkpoint': {
      const step = await client.request('engine', 'restore', { checkpoint: plan.checkpoint } satisfies Restore)
      if (typeof step !== 'number') throw new Error('internal: "restore" did not answer a step')
      return step
    }
    case 'replay':
      for (const { method, params } of plan.calls) await client.request('engine', method, params)
      return null
    case 'nothing':
      return null
  }
}
