import type { Preprocessing } from '../document/model'
import { rowMapOf, type RowMap } from './transforms/rowMap'

/** Values in rows; every array here is row-major [n, D]. */
export type Table = Float32Array | Float64Array

/**
 * The way between the data's natural units x and the flow's u: the preprocessing steps of a model, in order. Where all of
 * them standardise, u = (x − mean)/scale; others bend, and `mean` and `scale` then say where pictures put u beside x.
 * Densities follow by log p(x) = log p(u) − ln|det ∂x/∂u|, which `naturalDensity` counts and which is no constant where a
 * step bends.
 */
export class Units {
  readonly mean: Float64Array
  readonly scale: Float64Array
  /** ln|det ∂x/∂u| where that is the same everywhere; NaN where a step bends. */
  readonly logVolume: number
  /** Whether that differs from place to place. */
  readonly bends: boolean
  /** Whether x = mean + scale · u, column by column. */
  readonly straight: boolean
  readonly #maps: readonly RowMap[]

  constructor(
    readonly dims: number,
    readonly preprocessing: readonly Preprocessing[],
  ) {
    this.mean = new Float64Array(dims)
    this.scale = new Float64Array(dims).fill(1)
    this.straight = preprocessing.every(({ type }) => type === 'standardise' || type === 'dequantise')
    this.#maps = this.straight ? [] : preprocessing.flatMap((step) => rowMapOf(step) ?? [])
    for (const step of preprocessing) {
      if (!this.straight || step.type !== 'standardise') continue
      for (let d = 0; d < dims; d++) {
        this.mean[d] += this.scale[d] * step.mean[d]
        this.scale[d] *= step.scale[d]
      }
    }
    if (!this.straight) this.#frame()
    this.bends = preprocessing.some(({ type }) => type === 'log' || type === 'logit' || type === 'yeo-johnson')
    this.logVolume = this.bends
      ? NaN
      : this.straight
        ? sumOfLogs(this.scale)
        : this.#volumeAt(new Float64Array(dims), 0)
  }

  /** x → u; rows of NaN where x has no density. */
  toFlow(points: Table): Float64Array {
    if (this.straight) return this.toFrame(points)
    const mapped = Float64Array.from(points)
    for (let at = 0; at < mapped.length; at += this.dims) {
      this.#forward(mapped, at)
      const row = mapped.subarray(at, at + this.dims)
      if (this.bends && row.some(Number.isNaN)) row.fill(NaN)
    }
    return mapped
  }

  /** u → x. */
  toNatural(points: Table): Float64Array {
    if (this.straight) return this.fromFrame(points)
    const mapped = Float64Array.from(points)
    for (let at = 0; at < mapped.length; at += this.dims) this.#inverse(mapped, at)
    return mapped
  }

  /** The D numbers at `from`, x → u, into another array. */
  write(points: Table, from: number, into: Table, at: number): void {
    const { dims, mean, scale } = this
    if (this.straight) for (let d = 0; d < dims; d++) into[at + d] = (points[from + d] - mean[d]) / scale[d]
    else into.set(this.toFlow(points.subarray(from, from + dims)), at)
  }

  /** (x − mean)/scale: of coordinates that pictures show beside x, such as those of z, to the flow's units. */
  toFrame(points: Table): Float64Array {
    return this.#columns(points, (x, d) => (x - this.mean[d]) / this.scale[d])
  }

  /** The other way. */
  fromFrame(points: Table): Float64Array {
    return this.#columns(points, (u, d) => u * this.scale[d] + this.mean[d])
  }

  /** log p in natural units of rows [n, width] that begin with u, by their log p(u); −∞ where x had no density. */
  naturalDensity(logDensity: Float64Array, rows: Table, width = this.dims): Float64Array {
    if (!this.bends) return logDensity.map((value) => value - this.logVolume)
    return this.logVolumes(rows, width).map((volume, i) => (volume === Infinity ? -Infinity : logDensity[i] - volume))
  }

  /** ln|det ∂x/∂u| at each of rows [n, width] that begin with u; ∞ where one of them is NaN. */
  logVolumes(rows: Table, width = this.dims): Float64Array {
    const count = width === 0 ? 0 : rows.length / width
    const row = new Float64Array(this.dims)
    return Float64Array.from({ length: count }, (_, i) => {
      if (!this.bends) return this.logVolume
      row.set(rows.subarray(i * width, i * width + this.dims))
      return row.some(Number.isNaN) ? Infinity : this.#volumeAt(row, 0)
    })
  }

  /** The mean of the above; 0 of no rows. */
  meanLogVolume(rows: Table, width = this.dims): number {
    if (!this.bends) return this.logVolume
    const volumes = this.logVolumes(rows, width)
    return volumes.reduce((sum, volume) => sum + volume / volumes.length, 0)
  }

  #forward(rows: Float64Array, at: number): void {
    for (const map of this.#maps) map.forward(rows, at)
  }

  #inverse(rows: Float64Array, at: number): void {
    for (let k = this.#maps.length - 1; k >= 0; k--) this.#maps[k].inverse(rows, at)
  }

  /** Takes the row at `at` to x. */
  #volumeAt(rows: Float64Array, at: number): number {
    let volume = 0
    for (let k = this.#maps.length - 1; k >= 0; k--) {
      volume += this.#maps[k].logVolume(rows, at)
      this.#maps[k].inverse(rows, at)
    }
    return volume
  }

  /** x at u = 0, and how far it moves, by half the way from −1 to 1 along each axis of u. */
  #frame(): void {
    const { dims } = this
    this.mean.set(this.toNatural(new Float64Array(dims)))
    const squares = new Float64Array(dims)
    for (let k = 0; k < dims; k++) {
      const ends = new Float64Array(2 * dims)
      ends[k] = 1
      ends[dims + k] = -1
      const x = this.toNatural(ends)
      for (let d = 0; d < dims; d++) squares[d] += ((x[d] - x[dims + d]) / 2) ** 2
    }
    this.scale.set(squares.map(Math.sqrt))
  }

  #columns(points: Table, f: (value: number, column: number) => number): Float64Array {
    const mapped = new Float64Array(points.length)
    for (let i = 0; i < points.length; i += this.dims)
      for (let d = 0; d < this.dims; d++) mapped[i + d] = f(points[i + d], d)
    return mapped
  }
}

const sumOfLogs = (values: Float64Array): number => values.reduce((sum, value) => sum + Math.log(value), 0)
