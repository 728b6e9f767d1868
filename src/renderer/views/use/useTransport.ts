import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import type { View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import type { Interval } from '../bounds'
import { transportOf, type Transport } from '../change/transport'
import { evenly } from '../curve'
import { useProbe, useShown } from './useMoment'
import { useViews } from './useViews'

export interface TransportFrame {
  readonly step: number
  readonly transport: Transport
}

/** Evenly spaced places of z that are carried to x, and as many evenly spaced in x: the latter where f is steep. */
const NODES = 1025

/**
 * The map of a flow in one dimension with its two densities. The engine carries places of z to x as often as the
 * weights change, and is then asked about these x: that one answer is of one set of weights, and all that is drawn.
 */
export function useTransport(owner: string, axis: () => Interval | null): Readonly<ShallowRef<TransportFrame | null>> {
  const engine = useEngineStore()
  const probe = useProbe()
  const flow = useShown()
  const newest = shallowRef<TransportFrame | null>(null)
  const id = `layers-${owner}`
  let mounted = true

  useViews(owner, (): View[] => {
    const over = axis()
    const points = { from: 'given', direction: 'forward' } as const
    return over === null
      ? []
      : [{ kind: 'layers', id, points: { ...points, rows: Float32Array.from(evenly(over, NODES)) } }]
  })

  const stop = engine.onFrame(id, async (frame, shown) => {
    if (frame.kind !== 'layers' || frame.dims !== 1) return
    const { units } = flow.opened.value?.data ?? {}
    if (units === undefined) return
    const x = withEven(frame.positions.subarray(frame.positions.length - frame.count))
    try {
      const probed = await probe(x)
      if (!mounted) return
      const unit = { mean: units.mean[0], scale: units.scale[0] }
      newest.value = { step: frame.step, transport: transportOf({ x, ...probed }, unit) }
    } catch {
      // The engine is away or compiling: its next frame asks again.
    }
    shown()
  })
  onBeforeUnmount(() => {
    mounted = false
    stop()
  })
  return newest
}

/** The images of z and evenly spaced places between them, so that no steep part of the map falls between two nodes. */
function withEven(images: Float32Array): Float64Array<ArrayBuffer> {
  const finite = images.filter(Number.isFinite)
  const [min, max] = finite.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity])
  return Float64Array.from(max > min ? [...finite, ...evenly({ min, max }, NODES)] : finite)
}
