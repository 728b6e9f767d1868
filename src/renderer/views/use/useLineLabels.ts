import { computed, type ComputedRef } from 'vue'
import { useCalm } from '../../use/useCalm'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { ValueGrid } from '../grid'
import { isolines } from '../isolines'
import { labelPlace, type LabelPlace } from '../lineLabels'

/** A line of a grid to be labelled. */
export interface LabelledLine {
  readonly value: number
  readonly text: string
}

/** A label at a point of the plane. */
export interface LineLabel {
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly text: string
}

/** Pixels of a letter, and beside the text. */
const LETTER = 6.6
const BESIDE = 10
/** Pixels between the middle of a text and the upper or lower edge. */
const EDGE = 12

/** A text of so few letters stands upright on any line: a 3 that lies on its side is read as something else. */
const FEW = 2

/** What lines of which grid are labelled, and where they are seen. */
export interface LabelSource {
  readonly grid: ValueGrid | null
  readonly lines: readonly LabelledLine[]
  readonly bounds: Bounds
  readonly size: Size
}

/** Places for the labels of level lines, found anew at most four times a second. */
export function useLineLabels(source: () => LabelSource): ComputedRef<readonly LineLabel[]> {
  const calm = useCalm(source)
  return computed(() => {
    const { grid, lines, bounds, size } = calm.value
    return grid === null || size.width === 0 ? [] : labelsOf(grid, lines, bounds, size)
  })
}

/** The labels of lines that are long enough to carry one, each clear of the others. */
export function labelsOf(
  { bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid,
  lines: readonly LabelledLine[],
  [left, right, bottom, top]: Bounds,
  { width, height }: Size,
): LineLabel[] {
  const [dx, dy] = [(x1 - x0) / (n - 1), (y1 - y0) / (n - 1)]
  const scale = [(dx / (right - left)) * width, (dy / (top - bottom)) * height] as const
  const taken: LabelPlace[] = []
  return lines.flatMap(({ value, text }) => {
    const room = LETTER * text.length + BESIDE
    // Where the middle of the text may be, from the edges of the picture, in units of the grid's spacing.
    const inside = (i: number, j: number): boolean => {
      const [across, up] = [(x0 + i * dx - left) / (right - left), (y0 + j * dy - bottom) / (top - bottom)]
      const [mx, my] = [room / 2 / width, EDGE / height]
      return across > mx && across < 1 - mx && up > my && up < 1 - my
    }
    const place = labelPlace(isolines(values, n, n, value), scale, room, taken, inside)
    if (place === null) return []
    taken.push(place)
    return [{ x: x0 + place.x * dx, y: y0 + place.y * dy, angle: text.length > FEW ? place.angle : 0, text }]
  })
}
