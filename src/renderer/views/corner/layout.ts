import type { Size } from '../../use/useSize'

/** A panel of the lower triangle by the numbers of its axes, which are the same on the diagonal. */
export interface CellIndex {
  readonly across: number
  readonly up: number
}

export interface CornerCell extends CellIndex {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Names stand above the diagonal, those of the last axes beyond its right end. */
const MARGIN = { left: 44, right: 84, top: 18, bottom: 40 }

/** The cells of a corner plot of `count` axes, row by row. */
export function cornerCells(count: number, { width, height }: Size): readonly CornerCell[] {
  const gap = count > 8 ? 3 : 5
  const cell = {
    width: (width - MARGIN.left - MARGIN.right - gap * (count - 1)) / count,
    height: (height - MARGIN.top - MARGIN.bottom - gap * (count - 1)) / count,
  }
  if (!(cell.width > 4 && cell.height > 4)) return []
  return Array.from({ length: count }, (_, up) =>
    Array.from({ length: up + 1 }, (_, across) => ({
      across,
      up,
      left: MARGIN.left + across * (cell.width + gap),
      top: MARGIN.top + up * (cell.height + gap),
      ...cell,
    })),
  ).flat()
}

export const sameCell = (one: CellIndex, other: CellIndex): boolean =>
  one.across === other.across && one.up === other.up

/** The cell that an arrow key leads to from `at`, or the same at the triangle's edges. */
export function nextCell(count: number, at: CellIndex, key: string): CellIndex {
  const [dx, dy] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0] // prettier-ignore
  const [across, up] = [at.across + dx, at.up + dy]
  return across >= 0 && up < count && across <= up ? { across, up } : at
}
