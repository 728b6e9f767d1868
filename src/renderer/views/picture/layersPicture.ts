import type { Bounds } from '../bounds'
import type { Net } from '../layers/net'
import type { LayerPaths } from '../layers/paths'

/** Inks of what does not take the colour of its layer, sRGB in [0, 1]. */
export interface LayerInks {
  readonly data: readonly [number, number, number]
  /** Around points, in the ground's colour. */
  readonly halo: readonly [number, number, number]
}

/**
 * Points and lines carried through the layers, in the colour of the place t between z and x; data as hollow circles.
 * Setters only note; `setLayer` is all that a scrubber needs; `draw` draws. Whoever makes one disposes it.
 */
export interface LayersPicture {
  /** The particles' paths; null shows none. */
  setParticles(paths: LayerPaths | null): void
  /** Paths of selected points, as discs over all else; null where there are none. */
  setMarked(paths: LayerPaths | null): void
  /** Paths of a net's places, and the net whose segments join them. */
  setNet(paths: LayerPaths | null, net: Net | null): void
  /** [n, D] row-major in natural units; an empty array shows none. */
  setData(points: Float32Array): void
  setInks(inks: LayerInks): void
  /** t in [0, K]. */
  setLayer(t: number): void
  /** CSS pixels. */
  resize(width: number, height: number): void
  draw(): void
  dispose(): void
}

/** The same in the plane. */
export interface PlaneLayersPicture extends LayersPicture {
  setBounds(bounds: Bounds): void
}
