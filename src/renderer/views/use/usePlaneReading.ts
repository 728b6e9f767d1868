import { ref, type Ref } from 'vue'
import type { Opened, Probe } from '@shared/rpc/protocol'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { nearestPoint, takenRow } from '../columns'
import { placesOn } from '../selecting/places'
import { interpolate, type DensityGrid } from '../grid'
import { useReading, type ReadingControl } from './useReading'

/** Pixels within which a point of a scatter plot is picked. */
const REACH = 12

/** What a plane shows at the moment of reading. */
export interface PlaneContent {
  readonly opened: Opened | null
  readonly bounds: Bounds
  readonly size: Size
  /** Whether the plane is the whole space, so that every place of it is a point x. */
  readonly whole: boolean
  readonly grid: DensityGrid | null
  /** The data drawn, [n, 2]: rows of the preview taken evenly. */
  readonly data: Float32Array
}

export interface PlaneReading {
  readonly reading: ReadingControl['reading']
  /** Where the cursor is on the picture, in pixels. */
  readonly cursor: Readonly<Ref<{ readonly x: number; readonly y: number } | null>>
  moveTo(x: number, y: number): void
  /** Reads again where the cursor is: the picture under it has changed. */
  read(): void
  leave(): void
}

/**
 * The read-out of a plane: of the very place under the cursor when the flow has two dimensions, else of the nearest
 * data row, with all its columns.
 */
export function usePlaneReading(
  content: () => PlaneContent,
  probe: (points: Float64Array<ArrayBuffer>) => Promise<Probe>,
): PlaneReading {
  const { reading, point, leave } = useReading(probe)
  const cursor = ref<{ readonly x: number; readonly y: number } | null>(null)

  function read(): void {
    const { opened, bounds, size, whole, grid, data } = content()
    if (cursor.value === null || opened === null) return
    const [x0, x1, y0, y1] = bounds
    if (whole) {
      const x = x0 + (cursor.value.x / size.width) * (x1 - x0)
      const y = y1 - (cursor.value.y / size.height) * (y1 - y0)
      point([x, y], grid === null ? null : interpolate(grid, x, y))
      return
    }
    const index = nearestPoint(placesOn(data, bounds, size), cursor.value.x, cursor.value.y, REACH)
    if (index < 0) leave()
    else point(previewRow(opened, index, data.length / 2), null)
  }

  return {
    reading,
    cursor,
    moveTo(x, y) {
      cursor.value = { x, y }
      read()
    },
    read,
    leave() {
      cursor.value = null
      leave()
    },
  }
}

/** The preview's row behind the `index`-th of `drawn` points, as `takeColumns` took them. */
function previewRow({ dims, data }: Opened, index: number, drawn: number): number[] {
  const row = takenRow(index, data.preview.length / dims, drawn)
  return [...data.preview.subarray(row * dims, (row + 1) * dims)]
}
