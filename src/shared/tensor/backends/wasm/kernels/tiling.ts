/** Neighbouring tiles of one size. */
export interface TileRun {
  /** The first tile's first item. */
  readonly from: number
  /** Items in a tile. */
  readonly size: number
  /** Tiles in the run. */
  readonly tiles: number
}

/**
 * Divides `count` items into the fewest tiles of at most `largest`, as even as can be: 64 by 6 is nine tiles of 6 and
 * two of 5, with no narrow leftover. Two runs at most.
 */
export function tilesOf(count: number, largest: number): readonly TileRun[] {
  const tiles = Math.ceil(count / largest)
  const small = Math.floor(count / tiles)
  const large = count - small * tiles
  const runs = [
    { from: 0, size: small + 1, tiles: large },
    { from: large * (small + 1), size: small, tiles: tiles - large },
  ]
  return runs.filter((run) => run.tiles > 0)
}

/** 0, 1, … count − 1. */
export const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)
