/** How finely the volume is marched: the size of its own picture in device pixels, and samples on the longest ray. */
export interface Quality {
  readonly width: number
  readonly height: number
  readonly steps: number
}

/** Pixels that the processor marches in place of a graphics card: 400 × 300 at rest, half of them while it moves. */
const SOFTWARE = { moving: 60_000, resting: 120_000 }

/** For a picture of CSS pixels with `ratio` device pixels each. Whatever moves is coarser; quality rises at rest. */
export function quality(
  { width, height }: { readonly width: number; readonly height: number },
  ratio: number,
  software: boolean,
  moving: boolean,
): Quality {
  const wanted = moving ? Math.min(1, ratio) : ratio
  const most = software ? SOFTWARE[moving ? 'moving' : 'resting'] : Infinity
  const scale = Math.min(wanted, Math.sqrt(most / Math.max(1, width * height)))
  return {
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
    steps: moving ? 64 : software ? 128 : 256,
  }
}
