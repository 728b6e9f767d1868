import { computed } from 'vue'
import { entryOf } from '@shared/document/objective'
import { useEngineStore } from '../stores/engineStore'
import { useSessionStore, type LossChoice } from '../stores/sessionStore'
import { t } from '../strings/t'
import { useMomentStore } from '../views/momentStore'
import { epochsOfStep, lastSecond, secondsAt, type Across, type Timed } from './across'
import type { AcrossOf, ComparedHistory } from './lossData'
import { logScale, type LossScale } from './lossScale'

type OpenedRun = Parameters<typeof whyNoEpochs>[0]

/** How the chart of losses is drawn: what this person has chosen, as far as the run has it. */
export function useLossAxes() {
  const engine = useEngineStore()
  const session = useSessionStore()
  const moments = useMomentStore()

  const own = computed<OpenedRun>(
    () => engine.held && engine.opened && { document: engine.held, opened: engine.opened },
  )
  const refusals = computed<Readonly<Record<Across, string | null>>>(() => ({
    step: null,
    epoch: whyNoEpochs(own.value),
    time: null,
  }))
  /** The choice, or steps where the run does not have it. */
  const across = computed<Across>(() =>
    refusals.value[session.losses.across] === null ? session.losses.across : 'step',
  )

  function choose(choice: Partial<LossChoice>): void {
    session.losses = { ...session.losses, ...choice }
    const { smoothing, log } = session.losses
    if (choice.smoothing !== undefined) session.announce(t(`charts.axes.smoothings.${smoothing}`))
    if (choice.log !== undefined) session.announce(log ? t('charts.axes.nowLog') : t('charts.axes.nowLinear'))
    if (choice.across !== undefined) session.announce(t(`charts.axes.by.${choice.across}`))
  }

  const ownTimes = (): Timed => ({ steps: engine.history.steps.values, seconds: engine.history.seconds.values })
  const comparedTimes = (): ComparedHistory | null => moments.compared?.history ?? null
  const placeBy = (run: OpenedRun, times: () => Timed | null): ((step: number) => number) => {
    if (across.value === 'step') return (step) => step
    if (across.value === 'time') {
      const timed = times()
      return (step) => (timed === null ? NaN : secondsAt(timed, step))
    }
    if (whyNoEpochs(run) !== null) return () => NaN
    const each = epochsOfStep(run!.document.training.batchSize, run!.opened.data.rows.train)
    return (step) => step * each
  }
  /** Where steps stand now, of the run and of the one that it is compared with. */
  const places = (): AcrossOf => ({
    own: placeBy(own.value, ownTimes),
    compared: placeBy(moments.compared, comparedTimes),
  })
  /** Where the axis ends when all of so many steps are to be seen: of the time, where it is now. */
  function end(steps: number, { own: placeOf }: AcrossOf): number {
    if (across.value !== 'time') return placeOf(Math.max(1, steps))
    return Math.max(1, lastSecond(ownTimes()), lastSecond(comparedTimes() ?? { steps: none }))
  }

  /** For losses that are drawn together. */
  const scaleOf = (losses: readonly (number | null)[], least: number | null): LossScale | undefined =>
    session.losses.log ? logScale(losses.filter((loss) => loss !== null), least) : undefined // prettier-ignore

  return { choice: computed(() => session.losses), across, refusals, choose, places, end, scaleOf }
}

const none = new Float64Array(0)

/** Why a run has no epochs; null where it has. */
function whyNoEpochs(
  run: Pick<NonNullable<ReturnType<typeof useMomentStore>['compared']>, 'document' | 'opened'> | null,
): string | null {
  if (run === null) return t('charts.axes.not.open')
  const { document, opened } = run
  const { source } = document.data
  if (source.kind === 'toy' && source.fresh) return t('charts.axes.not.fresh')
  if (!entryOf(document.objective).rows || opened.data.rows.train === 0) return t('charts.axes.not.rows')
  return null
}
