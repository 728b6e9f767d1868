import { computed, markRaw, ref, shallowRef } from 'vue'
import type { Issue } from '@shared/document/issue'
import type { FlowDocument } from '@shared/document/schema'
import {
  noRuns,
  type Attached,
  type EngineResults,
  type Opened,
  type RunList,
  type RunStatus,
  type SnapshotList,
} from '@shared/rpc/protocol'
import { newsCame } from '../../use/useCalm'
import type { Hearing } from './hearing'
import { RunHistory } from './history'
import type { Asked } from './orders'
import type { EnginePictures } from './pictures'
import { Together } from './together'

const noSnapshots: SnapshotList = { steps: [], bytes: 0, limit: 0 }
const idle: RunStatus = { state: { kind: 'empty' }, step: 0, steps: 0, stepsPerSecond: 0, best: null, seed: 0 }

export type PresentRun = ReturnType<typeof presentRun>

/**
 * What the engine holds of the document on the screen: its program, and its run with all that is kept of it. `exposed` is
 * what the store shows of that; the rest is for those who bring the engine's answers.
 */
export function presentRun(pictures: EnginePictures) {
  const opened = shallowRef<Opened | null>(null)
  /** The document that the engine holds compiled, parameters and all; opening an equal one again would lose them. */
  const held = shallowRef<FlowDocument | null>(null)
  /** Whether it has parameters for a run to change. */
  const learns = computed(() => opened.value !== null && opened.value.parameters > 0)
  const status = shallowRef<RunStatus>(idle)
  const asked = shallowRef<Asked>(null)
  /** Weights of past steps that the engine keeps: views can show them. */
  const snapshots = shallowRef<SnapshotList>(noSnapshots)
  /** The runs of the document that came before this one: views can show them too. */
  const runs = shallowRef<RunList>(noRuns)
  /** What solvers of blocks miss with the weights as they are. */
  const solvers = shallowRef<readonly Issue[]>([])
  // Pinia would wrap it in a proxy, which its private fields do not survive.
  const history = markRaw(new RunHistory())
  const historyVersion = ref(0)
  /** The engine sends a run's metrics and snapshots just before its status. */
  const untilStatus = new Together()

  const running = computed(() =>
    asked.value === null ? status.value.state.kind === 'training' : asked.value === 'train',
  )

  function take(attached: Attached): void {
    untilStatus.settle()
    opened.value = attached.opened
    held.value = attached.document
    status.value = attached.status
    snapshots.value = attached.snapshots
    runs.value = attached.runs
    solvers.value = attached.solvers
    asked.value = null
    replaceHistory(attached.history)
  }

  /** Takes up a document that was opened, whose run is another or goes on. */
  function takeOpened(document: FlowDocument, { carried, ...answer }: EngineResults['open']): void {
    held.value = document
    opened.value = answer
    if (carried?.kind === 'on' && carried.history === null) pictures.forget()
    else replaceHistory(carried?.history ?? null)
  }

  /** Holds nothing until what there is of another tab is there: no picture of one flow is taken for another's. */
  function clear(): void {
    held.value = null
    opened.value = null
    status.value = { ...idle, state: { kind: 'opening' } }
    asked.value = null
  }

  function replaceHistory(batch: Attached['history'] | null): void {
    history.clear()
    if (batch !== null) history.append(batch)
    historyVersion.value++
    pictures.forget() // another run has other snapshots
  }

  /** Smooths the training loss by another weight of the past. */
  function smoothLosses(memory: number): void {
    history.smoothBy(memory)
    historyVersion.value++
  }

  const hearing: Hearing<'status' | 'metrics' | 'snapshots' | 'runs' | 'solvers'> = {
    status(event) {
      untilStatus.settle()
      status.value = event.status
      asked.value = null
      pictures.count()
      newsCame(event.status.state.kind === 'training')
    },
    metrics({ metrics }) {
      history.append(metrics)
      untilStatus.wait(() => historyVersion.value++)
    },
    snapshots(event) {
      untilStatus.wait(() => (snapshots.value = event.snapshots))
    },
    runs(event) {
      untilStatus.wait(() => (runs.value = event.runs))
    },
    solvers({ issues }) {
      solvers.value = issues
    },
  }

  return {
    exposed: {
      opened,
      held,
      learns,
      status,
      running,
      asked,
      history,
      historyVersion,
      smoothLosses,
      snapshots,
      runs,
      solvers,
    },
    take,
    takeOpened,
    clear,
    replaceHistory,
    hearing,
  }
}
