import type { Preprocessing } from '../document/model'

/** Values in rows; every array here is row-major [n, D]. */
export type Table = Float32Array | Float64Array

/**
 * The way between the data's natural units and the flow's, column by column: u = (x − mean)/scale, which the
 * preprocessing steps of a model come down to. Densities follow by log p(x) = log p(u) − `logVolume`.
 */
export class Units {
  readonly mean: Float64Array
  readonly scale: Float64Array
  /** Σ ln scale, nats: what an NLL in natural units has more than one in the flow's. */
  readonly logVolume: number

  constructor(
    readonly dims: number,
    readonly preprocessing: readonly Preprocessing[],
  ) {
    this.mean = new Float64Array(dims)
    this.scale = new Float64Array(dims).fill(1)
    for (const { mean, scale } of preprocessing) {
      for (let d = 0; d < dims; d++) {
        this.mean[d] += this.scale[d] * mean[d]
        this.scale[d] *= scale[d]
      }
    }
    this.logVolume = this.scale.reduce((sum, scale) => sum + Math.log(scale), 0)
  }

  /** x → u. */
  toFlow(points: Table): Float64Array {
    return this.#map(points, (x, d) => (x - this.mean[d]) / this.scale[d])
  }

  /** u → x. */
  toNatural(points: Table): Float64Array {
    return this.#map(points, (u, d) => u * this.scale[d] + this.mean[d])
  }

  #map(points: Table, f: (value: number, column: number) => number): Float64Array {
    const mapped = new Float64Array(points.length)
    for (let i = 0; i < points.length; i += this.dims)
      for (let d = 0; d < this.dims; d++) mapped[i + d] = f(points[i + d], d)
    return mapped
  }
}
