import type { Bounds } from '../bounds'
import type { ValueGrid } from '../grid'
import type { GlyphLattice } from '../picture/CanvasField'
import { logConditions, thinned, type Stretch } from './glyphs'

interface Sampled {
  readonly logDet: { readonly bounds: Bounds }
  readonly glyphs: number
  readonly places: readonly Stretch[]
}

/** log₁₀ of the condition numbers as a grid of its own: its ends are the outermost cell middles. */
export function conditionGrid({ logDet: { bounds }, glyphs, places }: Sampled): ValueGrid | null {
  if (glyphs < 2) return null
  const [x0, x1, y0, y1] = bounds
  const [hx, hy] = [(x1 - x0) / glyphs / 2, (y1 - y0) / glyphs / 2]
  return { bounds: [x0 + hx, x1 - hx, y0 + hy, y1 - hy], resolution: glyphs, values: logConditions(places) }
}

/** The places to draw glyphs at, `along` of them on each axis, out of a lattice that may be finer. */
export function lattice(
  { logDet: { bounds }, glyphs, places }: Sampled,
  along: number,
  scale: readonly number[],
): GlyphLattice {
  const [x0, x1, y0, y1] = bounds
  return {
    places: glyphs === along ? places : thinned(places, glyphs, Math.round(glyphs / along)),
    spacing: [(x1 - x0) / along, (y1 - y0) / along],
    scale: [scale[0], scale[1]],
  }
}
