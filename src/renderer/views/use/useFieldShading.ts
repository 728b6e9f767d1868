import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { niceTicks } from '../../charts/ticks'
import { colourMap, signedMap } from '../colourMaps/maps'
import { quantile, steadyRange, type ColourRange } from '../colourRange'
import { conditionLines } from '../field/legendTicks'
import { steadySignedRange, wantedSignedRange } from '../field/signedRange'
import type { ValueGrid } from '../grid'
import type { FieldShading } from '../picture/CanvasField'
import { useViewStore, type FieldQuantity } from '../viewStore'

/** About as many thin lines as there are ticks. */
const LINES = 8

/** A condition number is 1 or more: its logarithm starts from 0. */
function wantedConditions(values: Float32Array): ColourRange | null {
  const high = quantile(values, 0.99)
  return high === null ? null : { low: 0, high: Math.max(0.1, high) }
}

/** How to colour a field, with a range that does not flicker; `key` names what is shown: another starts afresh. */
export function useFieldShading(
  grid: () => ValueGrid | null,
  quantity: () => FieldQuantity,
  key: () => string,
): ComputedRef<FieldShading | null> {
  const view = useViewStore()
  const range = shallowRef<ColourRange | null>(null)
  watch([grid, () => `${quantity()}/${key()}`], ([newest, kind], [, kindBefore]) => {
    if (newest === null) return
    const before = kind === kindBefore ? range.value : null
    const signed = quantity() === 'logDet'
    const wanted = signed ? wantedSignedRange(newest.values) : wantedConditions(newest.values)
    if (wanted !== null) range.value = signed ? steadySignedRange(before, wanted) : steadyRange(before, wanted)
  })
  return computed(() => {
    if (range.value === null) return null
    const { low, high } = range.value
    const signed = quantity() === 'logDet'
    const lines = signed
      ? niceTicks(low, high, LINES).values.filter((value) => value !== 0)
      : conditionLines(range.value)
    return { map: signed ? signedMap : colourMap(view.map), range: range.value, signed, lines }
  })
}
