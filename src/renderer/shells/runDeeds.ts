import { serialiseModel } from '@shared/document/serialise'
import type { KeptRun, MetricsFormat } from '@shared/rpc/protocol'
import { useScreenStore } from '../commands/screenStore'
import { newTab } from '../stores/document/names'
import { errorNotice } from '../stores/run/notice'
import { useEngineStore } from '../stores/engineStore'
import { useFileStore } from '../stores/fileStore'
import { useLibraryStore } from '../stores/libraryStore'
import { useSessionStore } from '../stores/sessionStore'
import { useWorkspaceStore } from '../stores/workspaceStore'
import { counted, t } from '../strings/t'
import { curvesName, fileName, tableName } from './fileKinds'

/** What is done with runs of the library, and told to those who cannot see it. */
export function useRunDeeds() {
  const engine = useEngineStore()
  const files = useFileStore()
  const library = useLibraryStore()
  const screen = useScreenStore()
  const session = useSessionStore()
  const workspace = useWorkspaceStore()

  /** Says what went wrong; answers whether it went well. */
  async function attempt(deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed()
      return true
    } catch (error) {
      engine.notice = errorNotice(error)
      return false
    }
  }
  async function changed(deed: () => Promise<unknown>, said: string): Promise<void> {
    if (!(await attempt(deed))) return
    await library.refresh()
    session.announce(said)
  }

  return {
    attempt,
    rename: (run: KeptRun, name: string) =>
      changed(() => engine.host('renameRun', { run: run.id, name }), t('library.said.renamed', { name })),
    pin: (runs: readonly KeptRun[], pinned: boolean) =>
      changed(
        () => Promise.all(runs.map(({ id }) => engine.host('pinRun', { run: id, pinned }))),
        counted(pinned ? 'library.said.pinned' : 'library.said.unpinned', runs.length),
      ),
    setBaseline: (run: KeptRun | null) =>
      changed(
        () => engine.host('setBaseline', { run: run?.id ?? null }),
        run ? t('library.said.baseline', { name: run.name }) : t('library.said.noBaseline'),
      ),
    forget: (runs: readonly KeptRun[]) =>
      changed(
        async () => {
          await engine.host('forgetRuns', { runs: runs.map(({ id }) => id) })
          library.forgottenTold = true
        },
        counted('library.said.forgotten', runs.length),
      ),
    /** Has those back that were forgotten last. */
    async recall() {
      let recalled: readonly string[] = []
      const said = counted('library.said.recalled', library.library.forgotten)
      await changed(async () => {
        recalled = (await engine.host('recallRuns', {})).runs
      }, said)
      library.chosen = recalled
      library.forgottenTold = false
    },
    requeue: (runs: readonly KeptRun[]) =>
      changed(
        () => engine.host('requeueRuns', { runs: runs.map(({ id }) => id) }),
        counted('library.said.queued', runs.length),
      ),
    dequeue: (runs: readonly string[]) =>
      changed(() => engine.host('dequeueRuns', { runs: [...runs] }), counted('library.said.dequeued', runs.length)),
    move: (run: string, to: number) => attempt(() => engine.host('moveInQueue', { run, to })),
    setQueue: (change: { readonly paused?: boolean; readonly atOnce?: number }) =>
      attempt(() => engine.host('setQueue', change)),

    /** Opens it in a tab of its own, at its step. */
    resume: (run: KeptRun) =>
      attempt(async () => {
        const tab = newTab()
        const { document } = await engine.host('resumeRun', { run: run.id, tab })
        screen.sheet = null
        await workspace.takeUp(tab, document)
        session.announce(t('library.said.resumed', { name: run.name, step: run.step }))
      }),
    /** Opens the document of a run, without its weights. */
    open: (run: KeptRun) =>
      attempt(async () => {
        const document = await engine.host('runDocument', { run: run.id })
        screen.sheet = null
        await workspace.openExample(JSON.stringify(document))
      }),
    exportModel: (run: KeptRun) =>
      files.exportFile(fileName(run.name, 'model'), async () => {
        const model = await engine.host('runModel', { run: run.id })
        return serialiseModel(model)
      }),
    exportMetrics: (run: KeptRun, format: MetricsFormat) =>
      files.exportFile(curvesName(run.name, format), async () => {
        return (await engine.host('runMetrics', { run: run.id, format })).content
      }),
    /** The curves of runs in one file, under these names. */
    exportCompared: (runs: readonly { readonly run: string; readonly name: string }[]) =>
      files.exportFile(curvesName(t('library.comparison'), 'csv'), async () => {
        return (await engine.host('comparedMetrics', { runs: [...runs] })).content
      }),
    exportDifferences: (csv: string) => files.exportFile(tableName(t('library.comparedSettings')), () => csv),
  }
}
