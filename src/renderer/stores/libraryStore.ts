import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { FlowDocument } from '@shared/document/schema'
import type { KeptRun, KeptSweep, RunLibrary } from '@shared/rpc/protocol'
import { useEngineStore } from './engineStore'

const empty: RunLibrary = { runs: [], baseline: null, bytes: 0, limit: { count: 0, bytes: 0 }, forgotten: 0 }

/** What the sheet of runs shows. */
export type RunsPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'compare'; readonly runs: readonly string[] }
  | { readonly kind: 'plan' }
  | { readonly kind: 'sweep'; readonly sweep: string }

/** The runs that the host keeps, as the screen knows them while it shows them. */
export const useLibraryStore = defineStore('library', () => {
  const engine = useEngineStore()
  const library = shallowRef<RunLibrary>(empty)
  const sweeps = shallowRef<readonly KeptSweep[]>([])
  /** Runs that deeds are done with, in the order in which they were chosen. */
  const chosen = shallowRef<readonly string[]>([])
  const page = shallowRef<RunsPage>({ kind: 'list' })
  /** Whether it is told that runs were forgotten, and offered to have them back. */
  const forgottenTold = shallowRef(false)
  /** Whether the sheet is there: else nothing is asked for. */
  const watched = shallowRef(false)
  let asking: Promise<void> | null = null

  const runs = computed(() => library.value.runs)
  const byId = computed(() => new Map(runs.value.map((run) => [run.id, run])))
  const baseline = computed<KeptRun | null>(() => byId.value.get(library.value.baseline ?? '') ?? null)
  const chosenRuns = computed(() => chosen.value.flatMap((id) => byId.value.get(id) ?? []))

  async function refresh(): Promise<void> {
    const [kept, known, queue] = await Promise.all([
      engine.host('keptRuns', {}),
      engine.host('keptSweeps', {}),
      engine.host('runQueue', {}),
    ])
    library.value = kept
    sweeps.value = known
    engine.queue = queue
    const ids = byId.value
    if (chosen.value.some((id) => !ids.has(id))) chosen.value = chosen.value.filter((id) => ids.has(id))
  }

  /** Asks once for all changes that come while the answer is on its way. */
  function follow(): void {
    asking ??= refresh()
      .catch(() => undefined) // the connection is gone: all is asked anew when it is back
      .finally(() => (asking = null))
  }

  watch([() => engine.libraryVersion, watched, () => engine.connected], () => {
    if (watched.value && engine.connected) follow()
  })

  /** Has the present document trained in the queue, as it is. */
  const enqueue = (document: FlowDocument) => engine.host('enqueueRun', { document })

  return { library, runs, byId, baseline, sweeps, chosen, chosenRuns, page, forgottenTold, watched, refresh, enqueue }
})
