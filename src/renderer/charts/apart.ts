/** Of marks at heights `y`, downwards, the lowest and from there upwards each that is at least `gap` above the last that stays. */
export function thinned<T extends { readonly y: number }>(marks: readonly T[], gap: number): readonly T[] {
  const kept: T[] = []
  for (const mark of [...marks].sort((a, b) => b.y - a.y))
    if (kept.length === 0 || kept[kept.length - 1].y - mark.y >= gap) kept.push(mark)
  return kept
}

/** Heights between `top` and `bottom`, ascending, moved as little as keeps neighbours `gap` apart. */
export function apart(heights: readonly number[], gap: number, top: number, bottom: number): number[] {
  const moved: number[] = []
  for (const height of heights) moved.push(Math.max(top, height, (moved.at(-1) ?? -Infinity) + gap))
  for (let i = moved.length - 1; i >= 0; i--) {
    moved[i] = Math.min(moved[i], i < moved.length - 1 ? moved[i + 1] - gap : bottom)
  }
  return moved
}
