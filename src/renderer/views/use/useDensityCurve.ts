import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import type { Interval } from '../bounds'
import { evenly } from '../curve'
import { useProbe, useShown } from './useMoment'

export interface DensityCurve {
  readonly step: number
  readonly x: Float64Array<ArrayBuffer>
  /** log p in nats at `x`. */
  readonly logDensity: Float64Array
}

const POINTS = 400
/** Between two questions while training: about eight curves a second. */
const PAUSE_MS = 120

/** The density of a flow in one dimension over `range`, asked again whenever the run or the range has moved. */
export function useDensityCurve(range: () => Interval | null): Readonly<ShallowRef<DensityCurve | null>> {
  const engine = useEngineStore()
  const shown = useShown()
  const probe = useProbe()
  const curve = shallowRef<DensityCurve | null>(null)
  let busy = false
  let stale = false
  let mounted = true

  async function ask(): Promise<void> {
    stale = true
    if (busy) return
    busy = true
    while (stale && mounted) {
      stale = false
      const over = range()
      if (over === null || engine.opened === null || !engine.connected) break
      const x = evenly(over, POINTS)
      const step = shown.step.value
      try {
        curve.value = { step, x, logDensity: (await probe(x)).logDensity }
      } catch {
        break // the engine is away or compiling; its next sign of life asks again
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS))
    }
    busy = false
  }

  watch(
    [
      range,
      shown.at,
      () => engine.given,
      () => engine.opened,
      () => engine.status,
      () => engine.historyVersion,
      () => engine.connected,
    ],
    ask,
    {
      immediate: true,
    },
  )
  onBeforeUnmount(() => {
    mounted = false
  })
  return curve
}
