import { computed } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { useTheme } from '../../use/useTheme'
import { takeColumns } from '../columns'
import { useGivenStore } from '../given/givenStore'
import type { PointInks } from '../picture/planePicture'
import { useViewStore } from '../viewStore'
import { useShown } from './useMoment'
import { useSampleFrames } from './useSampleFrames'
import { useSelectedPoints } from './useSelectedPoints'

/** Points drawn of each cloud: fewer over a density, which they must not hide. */
const MOST = { overDensity: 400, alone: 1500 } as const
/** Few rows are not buried under many samples, but a distribution takes this many to be seen. */
const LEAST_SAMPLES = 200

const none = new Float32Array(0)

export interface PlaneCloudsSource {
  readonly opened: Opened | null
  readonly columns: readonly [number, number]
  readonly withDensity: boolean
}

/** The clouds of the data plane, [n, 2] each in natural units, as far as they are shown, and the inks to draw them. */
export function usePlaneClouds(source: () => PlaneCloudsSource, samplesView: string, densityDrawn: () => boolean) {
  const view = useViewStore()
  const given = useGivenStore()
  const flow = useShown()
  const theme = useTheme()
  const samples = useSampleFrames(samplesView)

  const most = computed(() => (source().withDensity ? MOST.overDensity : MOST.alone))
  const showModel = computed(() => (source().withDensity ? view.showModelOverDensity : view.showModelAlone))
  /** How many samples to ask for; 0 while none are shown. */
  const sampleCount = computed(() => {
    const rows = source().opened?.data.rows.train ?? 0
    return showModel.value ? Math.min(most.value, Math.max(LEAST_SAMPLES, rows)) : 0
  })

  const dataPoints = computed(() => {
    const { opened, columns } = source()
    if (opened === null || !view.showData) return none
    return takeColumns(opened.data.preview, opened.dims, columns, most.value)
  })
  /** Rows that are given something else than what is held, drawn faintly. */
  const restPoints = computed(() => {
    const { opened, columns } = source()
    return opened !== null && view.showData
      ? takeColumns(given.rest(flow.opened.value), opened.dims, columns, most.value)
      : none
  })
  /** Selected rows, all of them, whether they are among those drawn or not. */
  const markedPoints = useSelectedPoints(
    () => source().opened,
    () => source().columns,
  )
  const modelPoints = computed(() => {
    const newest = samples.value
    const { opened, columns } = source()
    if (newest === null || !showModel.value || newest.dims !== opened?.dims) return none
    return takeColumns(newest.points, newest.dims, columns)
  })
  const inks = computed((): PointInks => {
    const { text, panel, x } = theme.value
    return densityDrawn()
      ? { data: [1, 1, 1], model: x, halo: [0.04, 0.05, 0.09] }
      : { data: text, model: x, halo: panel }
  })

  return { samples, sampleCount, dataPoints, restPoints, modelPoints, markedPoints, inks }
}
