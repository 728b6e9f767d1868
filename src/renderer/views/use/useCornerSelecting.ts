import { computed, type Ref } from 'vue'
import { takeColumns } from '../columns'
import { sameCell, type CellIndex, type CornerCell } from '../corner/layout'
import type { CornerAxes } from '../corner/table'
import type { Point2 } from '../cubeAxes'
import { placesOn } from '../selecting/places'
import { dataRows } from '../selectionStore'
import { useSelecting } from './useSelecting'

/** Selecting data rows in the cell under the hand, which is `current`; on the diagonal by their axis alone. */
export function useCornerSelecting(
  axes: () => CornerAxes | null,
  cells: Readonly<Ref<readonly CornerCell[]>>,
  current: Ref<CellIndex>,
) {
  const hovered = computed(() => cells.value.find((cell) => sameCell(cell, current.value)) ?? null)
  /** Where in the cell the pointer was last. */
  let pointer: Point2 | null = null

  const selecting = useSelecting(() => {
    const [shown, cell] = [axes(), hovered.value]
    if (shown === null || cell === null) return null
    const { across, up, width, height } = cell
    const { data, ranges } = shown
    const [x, y] = [ranges[across], ranges[up]]
    const own = across === up
    return {
      source: dataRows,
      places: () => {
        const points = takeColumns(data, ranges.length, [across, up])
        const places = placesOn(points, [x.min, x.max, y.min, y.max], { width, height })
        return own ? places.map((value, i) => (i % 2 === 0 ? value : height / 2)) : places
      },
      drawn: data.length / ranges.length,
      byClick: false, // two clicks open the pair
      ...(own && { tall: height }),
    }
  })
  return {
    hovered,
    outline: selecting.outline,
    /** Of every cell. */
    listeners: {
      pointerdown: selecting.pointerdown,
      pointermove(event: PointerEvent): void {
        pointer = [event.offsetX, event.offsetY]
        selecting.pointermove(event)
      },
      pointerup: selecting.pointerup,
      pointercancel: selecting.pointercancel,
    },
    /** The hand comes to a cell; one that draws stays where it began. */
    enter(cell: CellIndex): void {
      if (selecting.outline.value !== null) return
      current.value = cell
      pointer = null
    },
    takesKey(event: KeyboardEvent): boolean {
      const cell = hovered.value
      return cell !== null && selecting.keydown(event, pointer ?? [cell.width / 2, cell.height / 2])
    },
  }
}
