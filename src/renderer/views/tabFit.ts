/**
 * Which tabs have room: the longest beginning of the list that fits beside the button of a menu with the others, or all
 * of them without it. The chosen one always has a place, if need be that of the last one shown.
 */
export function fittingTabs(
  widths: readonly number[],
  gap: number,
  room: number,
  menu: number,
  chosen: number,
): readonly number[] {
  const all = widths.map((_, i) => i)
  if (lineOf(all, widths, gap) <= room) return all
  const fits = (shown: readonly number[]): boolean => lineOf(shown, widths, gap) + gap + menu <= room
  const shownOf = (count: number): number[] =>
    chosen < count ? all.slice(0, count) : [...all.slice(0, count - 1), chosen]
  let count = widths.length - 1
  while (count > 1 && !fits(shownOf(count))) count--
  return shownOf(count)
}

/** Width of tabs in a line, with a gap between any two. */
export const lineOf = (shown: readonly number[], widths: readonly number[], gap: number): number =>
  shown.reduce((sum, i) => sum + widths[i], gap * (shown.length - 1))
