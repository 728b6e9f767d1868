import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { FlowDocument } from '@shared/document/schema'
import type { ModelFile } from '@shared/document/model'
import type { LinkState } from '@shared/rpc/link'
import { emptyQueue, type Attached, type DatasetEntry, type EngineResults, type RunQueue } from '@shared/rpc/protocol'
import { pageId } from './document/names'
import { Calls, type EngineClient, type EngineLink } from './run/calls'
import { dataQuestions } from './run/dataQuestions'
import { hearWith, type AnyEvent, type Hearing } from './run/hearing'
import { engineMachine } from './run/machine'
import { errorNotice, notice as say, type Notice } from './run/notice'
import { runOrders } from './run/orders'
import { enginePictures } from './run/pictures'
import { presentRun } from './run/presentRun'
import { flowQuestions } from './run/questions'
import { shownTab } from './run/shownTab'
import { t } from '../strings/t'

/**
 * The engine as the screen knows it: its state as shallow refs, its calls as functions, put together from the files of
 * `run`. Big arrays never become reactive: `history` is read when `historyVersion` changes, and frames go straight to the
 * view that draws them.
 *
 * Orders (train, pause, …, openDocument) report their failures in `notice` and never reject. Questions (probe,
 * evaluate, readTable, takeTable, exportModel, openModel) reject with an Error in words for the one who asked.
 */
export const useEngineStore = defineStore('engine', () => {
  const connected = ref(false)
  /** True from the loss of the engine process until it is back. */
  const lost = ref(false)
  /** True once another page keeps the documents: this one rests. */
  const taken = ref(false)
  /** How often the host has said that files wait for this page. */
  const handed = ref(0)
  const notice = shallowRef<Notice | null>(null)
  const datasets = shallowRef<readonly DatasetEntry[]>([])
  /** How often the host has said that the runs it keeps are others. */
  const libraryVersion = ref(0)
  const queue = shallowRef<RunQueue>(emptyQueue)
  /** The document that the engine is compiling: it will hold this one next, whatever it holds now. */
  const opening = shallowRef<FlowDocument | null>(null)

  const calls = new Calls((error) => {
    // While the engine is away, "lost" has said all there is to say.
    if (!lost.value && connected.value) notice.value = errorNotice(error)
  })
  const pictures = enginePictures(calls, connected)
  const run = presentRun(pictures)
  const { asked, opened, status } = run.exposed
  const machine = engineMachine(calls, opened)
  const tab = shownTab({
    calls,
    notice,
    clear: run.clear,
    take: (attached) => {
      machine.take(attached)
      run.take(attached)
    },
  })

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
    const attached = await tab.attach()
    if (attached !== null) notice.value = null
    void calls.order('datasets', {}).then((entries) => (datasets.value = entries ?? datasets.value))
    void machine.ask()
    return attached
  }

  function disconnected(reason: string): void {
    connected.value = false
    asked.value = null
    notice.value = say('error', t('shell.engine.connectionLost', { reason }))
  }

  const hearing: Hearing<AnyEvent['event']> = {
    ...run.hearing,
    ...pictures.hearing,
    ...tab.hearing,
    machine({ news: { backends, opened: compiled, text, loss } }) {
      machine.exposed.backends.value = backends
      opened.value = compiled ?? opened.value
      // Curve, snapshots and state are those of an earlier step again.
      if (loss !== null) void tab.attach()
      if (text !== null) notice.value = say(loss === null ? 'info' : 'warning', text)
    },
    'engine-lost'({ reason }) {
      lost.value = true
      asked.value = null
      // whether another one is started is said there
      notice.value = say('warning', t('shell.engine.stopped', { reason }))
    },
    'engine-restored'({ resumedAt }) {
      void restored(resumedAt)
    },
    'workspace-taken'({ page }) {
      if (page === pageId) taken.value = true
    },
    'files-handed'() {
      handed.value++
    },
    'runs-changed'() {
      libraryVersion.value++
    },
    'queue-changed'(event) {
      queue.value = event.queue
    },
    // of these the host alone hears
    checkpoint: () => undefined,
    enrolled: () => undefined,
    judged: () => undefined,
  }
  const hear = hearWith(hearing)

  async function restored(resumedAt: number | null): Promise<void> {
    lost.value = false
    if ((await tab.attach()) === null) return
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
    opening.value = document
    const answer = await calls.order('open', { document, ...how })
    opening.value = null
    if (answer === undefined) {
      if (status.value.state.kind === 'opening') status.value = before
      return
    }
    takeOpened(document, answer)
  }

  async function openModel(model: ModelFile): Promise<void> {
    takeOpened(model.document, await calls.call('openModel', { model }))
  }

  function takeOpened(document: FlowDocument, answer: EngineResults['open']): void {
    run.takeOpened(document, answer)
    notice.value = answer.carried?.text != null ? say('info', answer.carried.text) : null
  }

  const dismiss = (): void => {
    notice.value = null
  }

  return {
    connected,
    lost,
    taken,
    handed,
    notice,
    datasets,
    libraryVersion,
    queue,
    opening,
    ...run.exposed,
    ...pictures.exposed,
    ...machine.exposed,
    ...tab.exposed,
    connect,
    host: calls.host.bind(calls) as Calls['host'],
    dismiss,
    openDocument,
    openModel,
    ...runOrders(calls, asked, () => {
      run.replaceHistory(null)
    }),
    ...flowQuestions(calls, pictures.exposed.given),
    ...dataQuestions(calls),
  }
})
