import type { Bounds } from '../bounds'
import type { ColourMap } from '../colourMaps/maps'
import type { ColourRange } from '../colourRange'
import type { DensityGrid } from '../grid'
import type { DensityScale } from '../viewStore'

/** How a density becomes colour. */
export interface Shading {
  readonly map: ColourMap
  readonly scale: DensityScale
  /** In units of p on the density scale, in nats on the log scale. */
  readonly range: ColourRange
  /** Log densities of the isolines, innermost first; null draws none. */
  readonly levels: readonly (number | null)[]
}

/** Inks for what lies on the picture, sRGB in [0, 1]; the picture's brightness, not the theme's, decides them. */
export interface PointInks {
  readonly data: readonly [number, number, number]
  readonly model: readonly [number, number, number]
  /** Drawn around both. */
  readonly halo: readonly [number, number, number]
}

/** What is left of the light of points that step back behind marked ones. */
export const FAINT = 0.45

/** What is left of the light of data rows that are given something else than what is held: little, as they may be many. */
export const ELSEWHERE = 0.16

/** `rest` are data rows that are given something else than what is held. */
export type Cloud = 'rest' | 'data' | 'model' | 'marked'

/**
 * A picture of the data plane: an optional density with isolines, and clouds of points told apart by shape (data: hollow
 * circles, model: filled diamonds, marked: filled discs, behind which the data are fainter; the rest of the data are fainter still). Setters only note; `draw` draws. Whoever makes one disposes it.
 */
export interface PlanePicture {
  setGrid(grid: DensityGrid | null): void
  setShading(shading: Shading): void
  setInks(inks: PointInks): void
  /** [n, 2] row-major in natural units; an empty array shows none. */
  setPoints(cloud: Cloud, points: Float32Array): void
  setBounds(bounds: Bounds): void
  /** CSS pixels. */
  resize(width: number, height: number): void
  /** `drawn` is called once the picture is on the canvas; not when another drawing has overtaken it. */
  draw(drawn: () => void): void
  dispose(): void
}
