import { computed, markRaw, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Issue } from '@shared/document/issue'
import type { DataSource, FlowDocument } from '@shared/document/schema'
import type { ModelFile } from '@shared/document/model'
import type { LinkState } from '@shared/rpc/link'
import {
  emptyQueue,
  nonePutBy,
  noRuns,
  usualSettings,
  type At,
  type Attached,
  type BackendReport,
  type DataDescription,
  type DataRows,
  type DatasetEntry,
  type EngineEvent,
  type EngineParams,
  type EngineResults,
  type MetricsFormat,
  type EngineSettings,
  type Evaluation,
  type HostEvent,
  type MachineNews,
  type Opened,
  type Probe,
  type PutByList,
  type Reference,
  type RunDetail,
  type RunList,
  type RunQueue,
  type RunStatus,
  type SnapshotList,
  type TableReport,
  type Truth,
  type View,
} from '@shared/rpc/protocol'
import { newsCame } from '../use/useCalm'
import { pageId } from './document/names'
import { Calls, type EngineClient, type EngineLink } from './run/calls'
import { FrameDesk, type FrameListener } from './run/frames'
import { RunHistory } from './run/history'
import { errorNotice, notice as say, type Notice } from './run/notice'
import { runOrders, type Asked } from './run/orders'
import { Rate } from './run/rate'
import { Together } from './run/together'
import { t } from '../strings/t'

export type { EngineClient, EngineLink } from './run/calls'
export type { Notice } from './run/notice'

const noSnapshots: SnapshotList = { steps: [], bytes: 0, limit: 0 }
const idle: RunStatus = { state: { kind: 'empty' }, step: 0, steps: 0, stepsPerSecond: 0, best: null, seed: 0 }

/**
 * The engine as the screen knows it: its state as shallow refs, its calls as functions. Big arrays never become
 * reactive: `history` is read when `historyVersion` changes, and frames go straight to the view that draws them.
 *
 * Orders (train, pause, …, openDocument) report their failures in `notice` and never reject. Questions (probe,
 * evaluate, readTable, takeTable, exportModel, openModel) reject with an Error in words for the one who asked.
 */
export const useEngineStore = defineStore('engine', () => {
  const connected = ref(false)
  const opened = shallowRef<Opened | null>(null)
  /** The document that the engine holds compiled, parameters and all; opening an equal one again would lose them. */
  const held = shallowRef<FlowDocument | null>(null)
  const status = shallowRef<RunStatus>(idle)
  const notice = shallowRef<Notice | null>(null)
  const datasets = shallowRef<readonly DatasetEntry[]>([])
  const backends = shallowRef<readonly BackendReport[]>([])
  /** Whether backends are being timed. */
  const measuring = ref(false)
  const settings = shallowRef<EngineSettings>(usualSettings)
  /** Processors of the engine's machine. */
  const cores = ref(1)
  /** True from the loss of the engine process until it is back. */
  const lost = ref(false)
  /** True once another page keeps the documents: this one rests. */
  const taken = ref(false)
  /** How often the host has said that files wait for this page. */
  const handed = ref(0)
  const asked = shallowRef<Asked>(null)
  /** The engine sends a run's metrics and snapshots just before its status. */
  const untilStatus = new Together()
  /** Weights of past steps that the engine keeps: views can show them. */
  const snapshots = shallowRef<SnapshotList>(noSnapshots)
  /** The runs of the document that came before this one: views can show them too. */
  const runs = shallowRef<RunList>(noRuns)
  /** What the engine holds of tabs that are not shown. */
  const putBy = shallowRef<PutByList>(nonePutBy)
  /** What solvers of blocks miss with the weights as they are. */
  const solvers = shallowRef<readonly Issue[]>([])
  /** How often the host has said that the runs it keeps are others. */
  const libraryVersion = ref(0)
  const queue = shallowRef<RunQueue>(emptyQueue)
  const historyVersion = ref(0)
  const picturesPerSecond = ref(0)
  /** The context that pictures are drawn at and values asked at, natural, one per context column. */
  const given = shallowRef<readonly number[]>([])
  // Pinia would wrap it in a proxy, which its private fields do not survive.
  const history = markRaw(new RunHistory())
  const pictures = new Rate()

  const running = computed(() =>
    asked.value === null ? status.value.state.kind === 'training' : asked.value === 'train',
  )

  const calls = new Calls((error) => {
    // While the engine is away, "lost" has said all there is to say.
    if (!lost.value && connected.value) notice.value = errorNotice(error)
  })
  const frames = new FrameDesk(
    (views) => {
      if (connected.value) void calls.order('watch', { views })
    },
    (view) => {
      pictures.note(performance.now())
      calls.credit(view)
    },
  )

  /**
   * Takes up a connection and everything the engine holds: a reload of the page loses nothing. `link`, when the
   * connection can break and mend, is followed: each time it is open again, everything is taken up anew.
   */
  async function connect(next: EngineClient, link?: EngineLink): Promise<Attached | null> {
    calls.use(next)
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
    void calls.order('datasets', {}).then((entries) => (datasets.value = entries ?? datasets.value))
    void askBackends()
    return attached
  }

  async function askBackends(asked: EngineParams['backends'] = {}): Promise<void> {
    backends.value = (await calls.order('backends', asked)) ?? backends.value
  }

  /** Times each backend, for which training waits. */
  async function measureBackends(): Promise<void> {
    measuring.value = true
    await askBackends({ tried: true, measured: true })
    measuring.value = false
  }

  function disconnected(reason: string): void {
    connected.value = false
    asked.value = null
    notice.value = say('error', t('shell.engine.connectionLost', { reason }))
  }

  async function attach(): Promise<Attached | null> {
    const attached = await (tab === null ? calls.order('attach', {}) : calls.order('turnTo', { tab }))
    if (attached === undefined) return null
    takeAttached(attached)
    return attached
  }

  function takeAttached(attached: Attached): void {
    untilStatus.settle()
    opened.value = attached.opened
    held.value = attached.document
    status.value = attached.status
    settings.value = attached.settings
    cores.value = attached.cores
    snapshots.value = attached.snapshots
    runs.value = attached.runs
    solvers.value = attached.solvers
    putBy.value = attached.putBy
    asked.value = null
    replaceHistory(attached.history)
  }

  /** The tab that the engine was last brought to. */
  let tab: string | null = null

  /**
   * Shows what the engine holds of a tab; the run of the one before goes on out of sight. Until that is there nothing is
   * held, so that no picture of one flow is taken for another's. Answers
   * whether the tab is there, and still the one asked for last.
   */
  async function turnTo(next: string): Promise<boolean> {
    tab = next
    held.value = null
    opened.value = null
    status.value = { ...idle, state: { kind: 'opening' } }
    asked.value = null
    notice.value = null
    const attached = await calls.order('turnTo', { tab: next })
    if (attached === undefined || tab !== next) return false
    takeAttached(attached)
    return true
  }

  const letGo = async (gone: string): Promise<void> => {
    await calls.order('letGo', { tab: gone })
  }

  /** Nothing that the engine holds of this tab is of what is on the screen. What it said of that stays. */
  async function forget(): Promise<void> {
    if (tab === null) return
    const said = notice.value
    void letGo(tab)
    const turned = turnTo(tab)
    notice.value = said
    await turned
  }

  function replaceHistory(batch: Attached['history'] | null): void {
    history.clear()
    if (batch !== null) history.append(batch)
    historyVersion.value++
    frames.forget() // another run has other snapshots
  }

  function hear(event: EngineEvent | HostEvent): void {
    switch (event.event) {
      case 'status':
        untilStatus.settle()
        status.value = event.status
        asked.value = null
        picturesPerSecond.value = pictures.perSecond(performance.now())
        newsCame(event.status.state.kind === 'training')
        break
      case 'metrics':
        history.append(event.metrics)
        untilStatus.wait(() => historyVersion.value++)
        break
      case 'snapshots':
        untilStatus.wait(() => (snapshots.value = event.snapshots))
        break
      case 'runs':
        untilStatus.wait(() => (runs.value = event.runs))
        break
      case 'solvers':
        solvers.value = event.issues
        break
      case 'machine':
        hearMachine(event.news)
        break
      case 'frame':
        frames.deliver(event.frame)
        break
      case 'put-by':
        putBy.value = event.putBy
        break
      case 'checkpoint':
      case 'enrolled':
        break
      case 'runs-changed':
        libraryVersion.value++
        break
      case 'queue-changed':
        queue.value = event.queue
        break
      case 'engine-lost':
        lost.value = true
        asked.value = null
        // whether another one is started is said there
        notice.value = say('warning', t('shell.engine.stopped', { reason: event.reason }))
        break
      case 'workspace-taken':
        if (event.page === pageId) taken.value = true
        break
      case 'files-handed':
        handed.value++
        break
      case 'engine-restored':
        void restored(event.resumedAt)
        break
      default:
        event satisfies never
    }
  }

  function hearMachine({ backends: reports, opened: compiled, text, loss }: MachineNews): void {
    backends.value = reports
    opened.value = compiled ?? opened.value
    // Curve, snapshots and state are those of an earlier step again.
    if (loss !== null) void attach()
    if (text !== null) notice.value = say(loss === null ? 'info' : 'warning', text)
  }

  async function restored(resumedAt: number | null): Promise<void> {
    lost.value = false
    if ((await attach()) === null) return
    const text = resumedAt === null ? t('shell.engine.backAtStart') : t('shell.engine.backAt', { step: resumedAt })
    notice.value = say('info', text)
  }

  /**
   * Compiles a document. The one before stays on the screen until this one is there. `edited`: it is the one before with
   * edits, whose run goes on; `returns`: one that it was before, which is found as it was left.
   */
  async function openDocument(
    document: FlowDocument,
    how: { readonly edited?: true; readonly returns?: true } = {},
  ): Promise<void> {
    const before = status.value
    // a run that goes on does so without a word
    if (!how.edited) status.value = { ...before, state: { kind: 'opening' }, stepsPerSecond: 0 }
    const answer = await calls.order('open', { document, ...how })
    if (answer === undefined) {
      if (status.value.state.kind === 'opening') status.value = before
      return
    }
    takeOpened(document, answer)
  }

  /** Computes otherwise from now on, on the same weights. */
  async function configure(chosen: EngineSettings): Promise<void> {
    const answer = await calls.order('configure', chosen)
    if (answer === undefined) return
    settings.value = chosen
    opened.value = answer ?? opened.value
    void askBackends()
  }

  /** Smooths the training loss by another weight of the past. */
  function smoothLosses(memory: number): void {
    history.smoothBy(memory)
    historyVersion.value++
  }

  async function openModel(model: ModelFile): Promise<void> {
    takeOpened(model.document, await calls.call('openModel', { model }))
  }

  function takeOpened(document: FlowDocument, { carried, ...answer }: EngineResults['open']): void {
    held.value = document
    opened.value = answer
    if (carried?.kind === 'on' && carried.history === null) frames.forget()
    else replaceHistory(carried?.history ?? null)
    notice.value = carried?.text != null ? say('info', carried.text) : null
  }

  function hold(values: readonly number[]): void {
    if (values.length === 0 && given.value.length === 0) return
    given.value = values
    frames.hold(values)
  }
  /** As a question holds it: not at all where there is no context. */
  const atGiven = (): { given?: number[] } => (given.value.length > 0 ? { given: [...given.value] } : {})

  const dismiss = (): void => {
    notice.value = null
  }

  return {
    connected,
    lost,
    taken,
    handed,
    opened,
    held,
    status,
    running,
    asked,
    notice,
    datasets,
    backends,
    measuring,
    settings,
    cores,
    history,
    snapshots,
    runs,
    solvers,
    putBy,
    turnTo,
    letGo,
    forget,
    libraryVersion,
    queue,
    historyVersion,
    smoothLosses,
    picturesPerSecond,
    given,
    hold,
    connect,
    host: calls.host.bind(calls) as Calls['host'],
    dismiss,
    openDocument,
    openModel,
    configure,
    /** Finds out which backends can be had. */
    surveyBackends: (): Promise<void> => askBackends({ tried: true }),
    measureBackends,
    ...runOrders(calls, asked, () => {
      replaceHistory(null)
    }),
    /** log p, z and logDet at [n, D] points in natural units, by the weights of now or of the past. */
    probe: (points: Float64Array<ArrayBuffer>, at?: At): Promise<Probe> =>
      calls.call('probe', { points, ...(at !== undefined && { at }), ...atGiven() }),
    /** log p of the data's own density on a grid, where it is known; of an earlier run's data where one is named. */
    truth: (bounds: EngineParams['truth']['bounds'], resolution: number, run?: number): Promise<Truth> =>
      calls.call('truth', { bounds, resolution, ...(run !== undefined && { run }), ...atGiven() }),
    /** Draws of the data's energy by Markov chains. */
    reference: (): Promise<Reference> => calls.call('reference', {}),
    describeRun: (run: number): Promise<RunDetail> => calls.call('describeRun', { run }),
    /** Which earlier runs are looked at. */
    holdRuns: async (held: readonly number[]): Promise<void> => {
      await calls.order('holdRuns', { runs: [...held] })
    },
    /** Judges the weights of now by the test rows, and measures the blocks. */
    evaluate: (): Promise<Evaluation> => calls.call('evaluate', { costs: true }),
    exportModel: (): Promise<ModelFile> => calls.call('exportModel', {}),
    exportMetrics: async (format: MetricsFormat): Promise<EngineResults['exportMetrics']['content']> =>
      (await calls.call('exportMetrics', { format })).content,
    readTable: (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<TableReport> =>
      calls.call('readTable', { name, bytes }),
    takeTable: (columns: string[]): Promise<EngineResults['takeTable']> => calls.call('takeTable', { columns }),
    describeData: (data: FlowDocument['data']): Promise<DataDescription> => calls.call('describeData', { data }),
    /** Rows of what was described last. */
    dataRows: (page: EngineParams['dataRows']): Promise<DataRows> => calls.call('dataRows', page),
    /** Rows of a source as CSV. */
    sampleData: async (source: DataSource): Promise<string> => (await calls.call('sampleData', { source })).content,
    /** Keeps these views up to date for `owner`, a mounted component; an empty list ends it. */
    watchViews: (owner: string, views: readonly View[]): void => {
      frames.want(owner, views)
    },
    /** Whether a view of a past step still waits for its first frame. */
    framesWaiting: (): boolean => frames.waiting,
    /** Sets the one listener of a view; the answer removes it. */
    onFrame: (view: string, listener: FrameListener): (() => void) => frames.listen(view, listener),
  }
})
