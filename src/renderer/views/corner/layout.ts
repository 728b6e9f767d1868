import type { Size } from '../../use/useSize'

/** One panel of the lower triangle: `across` and `up` number the axes; they are the same on the diagonal. */
export interface CornerCell {
  readonly across: number
  readonly up: number
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

/** The cell that an arrow key leads to from `at`, or the same at the triangle's edges. */
export function nextCell(
  count: number,
  at: { across: number; up: number },
  key: string,
): { across: number; up: number } {
  const [dx, dy] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0] // prettier-ignore
  const [across, up] = [at.across + dx, at.up + dy]
  return across >= 0 && up < count && across <= up ? { across, up } : at
}
