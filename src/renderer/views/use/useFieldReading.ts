import { computed, ref } from 'vue'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { stretchAt } from '../field/glyphs'
import { interpolateValues } from '../grid'
import type { DrawnField } from './useFieldFrames'

/** The read-out of a field, at the pointer or, for the keyboard, in the middle of the picture. */
export function useFieldReading(content: () => { field: DrawnField | null; bounds: Bounds; size: Size }) {
  /** Where the cursor is on the picture, in pixels. */
  const cursor = ref<{ readonly x: number; readonly y: number } | null>(null)
  const reading = computed(() => {
    const { field, bounds, size } = content()
    if (cursor.value === null || field === null || size.width === 0) return null
    const [x0, x1, y0, y1] = bounds
    const x = x0 + (cursor.value.x / size.width) * (x1 - x0)
    const y = y1 - (cursor.value.y / size.height) * (y1 - y0)
    return {
      at: [x, y] as const,
      logDet: interpolateValues(field.logDet, x, y),
      stretch: stretchAt(field.places, field.logDet.bounds, field.glyphs, x, y),
    }
  })
  return { cursor, reading }
}
