import { computed, markRaw, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { FlowDocument } from '@shared/document/schema'
import type { ModelFile } from '@shared/document/model'
import type { Client } from '@shared/rpc/client'
import type { Link, LinkState } from '@shared/rpc/link'
import type {
  Attached,
  BackendReport,
  DatasetEntry,
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  Evaluation,
  HostEvent,
  HostMethod,
  HostParams,
  HostResults,
  Opened,
  Probe,
  RunStatus,
  TableReport,
  View,
} from '@shared/rpc/protocol'
import { FrameDesk, type FrameListener } from './run/frames'
import { RunHistory } from './run/history'
import { errorNotice, notice as say, type Notice } from './run/notice'
import { Rate } from './run/rate'

export type { Notice } from './run/notice'

/** What the store asks of `createClient`'s answer. */
export type EngineClient = Pick<Client, 'call' | 'onEvent' | 'onClose'>
/** What it asks of a connection that mends itself. */
export type EngineLink = Pick<Link<never>, 'onState'>

const idle: RunStatus = { state: { kind: 'empty' }, step: 0, steps: 0, stepsPerSecond: 0, best: null, seed: 0 }

/**
 * The engine as the screen knows it: its state as shallow refs, its calls as functions. Big arrays never become
 * reactive: `history` is read when `historyVersion` changes, and frames go straight to the view that draws them.
 *
 * Orders (train, pause, …, openDocument) report their failures in `notice` and never reject. Questions (probe,
 * evaluate, readTable, takeTable, exportModel, openModel) reject with an Error in words for the one who asked.
 */
export const useEngineStore = defineStore('engine', () => {
  let client: EngineClient | null = null

  const connected = ref(false)
  const opened = shallowRef<Opened | null>(null)
  /** The document that the engine holds compiled, parameters and all; opening an equal one again would lose them. */
  const held = shallowRef<FlowDocument | null>(null)
  const status = shallowRef<RunStatus>(idle)
  const notice = shallowRef<Notice | null>(null)
  const datasets = shallowRef<readonly DatasetEntry[]>([])
  const backends = shallowRef<readonly BackendReport[]>([])
  /** True from the loss of the engine process until it is back. */
  const lost = ref(false)
  /** What was just asked for and not yet confirmed, so that buttons answer at once. */
  const asked = shallowRef<'train' | 'pause' | null>(null)
  const historyVersion = ref(0)
  const picturesPerSecond = ref(0)
  // Pinia would wrap it in a proxy, which its private fields do not survive.
  const history = markRaw(new RunHistory())
  const pictures = new Rate()

  const running = computed(() =>
    asked.value === null ? status.value.state.kind === 'training' : asked.value === 'train',
  )

  const frames = new FrameDesk(
    (views) => {
      if (connected.value) void order('watch', { views })
    },
    (view) => {
      pictures.note(performance.now())
      // A credit that meets a dying engine is of no interest: the views are sent again when the next one is there.
      if (client !== null) client.call('engine', 'credit', { view }).catch(() => undefined)
    },
  )

  async function call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
    if (client === null) throw new Error('The engine is not connected. Wait a moment, or reload the page.')
    return client.call('engine', method, params)
  }

  /** A call to the host: disk, dialogs, autosave. */
  async function host<M extends HostMethod>(method: M, params: HostParams[M]): Promise<HostResults[M]> {
    if (client === null) throw new Error('Diffeo is not connected. Wait a moment, or reload the page.')
    return client.call('host', method, params)
  }

  /** A call whose failure is shown and goes no further; undefined when it failed. */
  async function order<M extends EngineMethod>(
    method: M,
    params: EngineParams[M],
  ): Promise<EngineResults[M] | undefined> {
    try {
      return await call(method, params)
    } catch (error) {
      // While the engine is away, "lost" has said all there is to say.
      if (!lost.value && connected.value) notice.value = errorNotice(error)
      return undefined
    }
  }

  /**
   * Takes up a connection and everything the engine holds: a reload of the page loses nothing. `link`, when the
   * connection can break and mend, is followed: each time it is open again, everything is taken up anew.
   */
  async function connect(next: EngineClient, link?: EngineLink): Promise<Attached | null> {
    client = next
    next.onEvent(hear)
    next.onClose(disconnected)
    link?.onState((state: LinkState) => {
      if (state.kind === 'lost') disconnected(state.reason)
      if (state.kind === 'open' && !connected.value) void takeUp()
    })
    return takeUp()
  }

  async function takeUp(): Promise<Attached | null> {
    connected.value = true
    lost.value = false
    const attached = await attach()
    if (attached !== null) notice.value = null
    void order('datasets', {}).then((entries) => (datasets.value = entries ?? datasets.value))
    void order('backends', {}).then((reports) => (backends.value = reports ?? backends.value))
    return attached
  }

  function disconnected(reason: string): void {
    connected.value = false
    asked.value = null
    notice.value = say(
      'error',
      `The connection to Diffeo was lost (${reason}). Trying again; nothing you made is gone.`,
    )
  }

  async function attach(): Promise<Attached | null> {
    const attached = await order('attach', {})
    if (attached === undefined) return null
    opened.value = attached.opened
    held.value = attached.document
    status.value = attached.status
    asked.value = null
    replaceHistory(attached.history)
    frames.resend()
    return attached
  }

  function replaceHistory(batch: Attached['history'] | null): void {
    history.clear()
    if (batch !== null) history.append(batch)
    historyVersion.value++
  }

  function hear(event: EngineEvent | HostEvent): void {
    switch (event.event) {
      case 'status':
        status.value = event.status
        asked.value = null
        picturesPerSecond.value = pictures.perSecond(performance.now())
        break
      case 'metrics':
        history.append(event.metrics)
        historyVersion.value++
        break
      case 'frame':
        frames.deliver(event.frame)
        break
      case 'checkpoint':
        break
      case 'engine-lost':
        lost.value = true
        asked.value = null
        notice.value = say(
          'warning',
          `The engine stopped by itself (${event.reason}). A new one is starting; your document is safe.`,
        )
        break
      case 'engine-restored':
        void restored(event.resumedAt)
        break
      default:
        event satisfies never
    }
  }

  async function restored(resumedAt: number | null): Promise<void> {
    lost.value = false
    if ((await attach()) === null) return
    const text =
      resumedAt === null
        ? 'The engine is back. There was no checkpoint yet, so the run is at its start.'
        : `The engine is back and goes on from its checkpoint at step ${String(resumedAt)}.`
    notice.value = say('info', text)
  }

  /** Compiles a document. The one before stays on the screen until this one is there. */
  async function openDocument(document: FlowDocument): Promise<void> {
    const before = status.value
    status.value = { ...before, state: { kind: 'opening' }, stepsPerSecond: 0 }
    const answer = await order('open', { document })
    if (answer === undefined) {
      if (status.value.state.kind === 'opening') status.value = before
      return
    }
    takeOpened(document, answer)
  }

  async function openModel(model: ModelFile): Promise<void> {
    takeOpened(model.document, await call('openModel', { model }))
  }

  function takeOpened(document: FlowDocument, answer: Opened): void {
    held.value = document
    opened.value = answer
    replaceHistory(null)
    notice.value = null
    frames.resend()
  }

  async function train(): Promise<void> {
    asked.value = 'train'
    if ((await order('train', {})) === undefined) asked.value = null
  }

  async function pause(): Promise<void> {
    asked.value = 'pause'
    if ((await order('pause', {})) === undefined) asked.value = null
  }

  async function step(count = 1): Promise<void> {
    await order('step', { count })
  }

  async function stop(): Promise<void> {
    asked.value = 'pause'
    if ((await order('stop', {})) === undefined) asked.value = null
  }

  /** Back to step 0; the same seed gives the same initial weights. */
  async function reset(seed: number): Promise<void> {
    asked.value = null
    await order('reset', { seed })
    replaceHistory(null)
  }

  const dismiss = (): void => {
    notice.value = null
  }

  return {
    connected,
    lost,
    opened,
    held,
    status,
    running,
    asked,
    notice,
    datasets,
    backends,
    history,
    historyVersion,
    picturesPerSecond,
    connect,
    host,
    dismiss,
    openDocument,
    openModel,
    train,
    pause,
    step,
    stop,
    reset,
    /** log p, z and logDet at [n, D] points in natural units. */
    probe: (points: Float64Array<ArrayBuffer>): Promise<Probe> => call('probe', { points }),
    evaluate: (): Promise<Evaluation> => call('evaluate', {}),
    exportModel: (): Promise<ModelFile> => call('exportModel', {}),
    readTable: (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<TableReport> =>
      call('readTable', { name, bytes }),
    takeTable: (columns: string[]): Promise<EngineResults['takeTable']> => call('takeTable', { columns }),
    /** Keeps these views up to date for `owner`, a mounted component; an empty list ends it. */
    watchViews: (owner: string, views: readonly View[]): void => {
      frames.want(owner, views)
    },
    /** Sets the one listener of a view; the answer removes it. */
    onFrame: (view: string, listener: FrameListener): (() => void) => frames.listen(view, listener),
  }
})
